"""What scripts/bench and scripts/study share and are made of."""
