"""Pictures for the vision model: drawn ones from emoji packages, photographs from a user's own folder."""
