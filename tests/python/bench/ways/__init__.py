"""Four ways to one answer: from landed fuel and ledger lines to kg per entity, month and type."""
