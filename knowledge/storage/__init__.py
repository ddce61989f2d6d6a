"""What is kept between runs: one SQLite file, opened, migrated, backed up and read through here."""
