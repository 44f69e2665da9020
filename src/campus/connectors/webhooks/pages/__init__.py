"""Pages for staff: keeping webhooks, and watching what is sent."""
