"""Understanding a question: reading it, its scope, addresses, premises, follow-ups, two in one."""
