"""Vietnamese text: normal forms, syllables, keyboards, chat spelling, accents, typos."""
