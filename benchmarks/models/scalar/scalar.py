"""The work as a model."""

import ancho

import work

sequence = ancho.model(starting_values={"steps": 200})(work.sequence)
