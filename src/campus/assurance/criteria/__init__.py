"""The sets of criteria that come with the product, one TOML file each."""
