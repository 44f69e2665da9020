"""What a rule or a person has to say before something passes: gates, criteria, dossiers, endorsements, registers."""
