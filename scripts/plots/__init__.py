"""The figures that scripts/plot draws from a vespa-raytrace result file."""
