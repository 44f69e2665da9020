"""The examination board of a cohort."""
