import pytest

import ancho


def test_a_model_says_what_its_outputs_are() -> None:
    @ancho.model(outputs={"balance": ancho.Output(unit="USD", label="Balance")})
    def sequence(rng: object, start: object) -> dict[str, float]:
        return {"balance": 1.0}

    assert sequence.outputs["balance"].document() == {"unit": "USD", "label": "Balance"}


@pytest.mark.parametrize("outputs", [{"x": "USD"}, {1: ancho.Output()}, ["x"]])
def test_what_is_no_description_is_refused(outputs: object) -> None:
    with pytest.raises(ancho.ModelError, match="outputs: must be"):
        ancho.model(outputs=outputs)(lambda rng, start: {})  # type: ignore[call-overload]


@pytest.mark.parametrize("unit", ["", "a\x1bb", "x" * 201, 5])
def test_texts_that_cannot_be_shown_are_refused(unit: object) -> None:
    with pytest.raises(ancho.ModelError, match="Output: unit must be a printable text"):
        ancho.Output(unit=unit)  # type: ignore[arg-type]
