"""How good forecasts were: past cases made again without look-ahead, and counted."""
