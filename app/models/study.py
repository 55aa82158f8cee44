"""Study proposals, variables with their roles, approvals and agreements."""
