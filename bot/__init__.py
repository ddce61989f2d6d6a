"""The application: settings, command line, building the Telegram application, background jobs."""
