"""The main job: status, forecast, window and evidence in one immutable Answer."""
