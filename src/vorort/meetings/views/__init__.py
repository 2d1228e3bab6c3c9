"""Pages of meetings: lists, one meeting, its agenda, invitations, files, personal links."""
