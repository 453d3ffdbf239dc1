"""Inviting people who work with a programme, by mail: trainers, actors, coaches and the like."""
