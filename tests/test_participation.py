"""Who took part: stages, sums, ages, money and networks of trios."""

from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership_evaluation import tables
from partnership_evaluation.figures import participation as figures_participation
from partnership_evaluation.questions import (
    participation,
    participation_ages,
    participation_costs,
    participation_sums,
    trio_networks,
)

# Stages --------------------------------------------------------------------------------------


def test_a_stage_names_the_stage_that_its_share_is_of():
    """16 of 18 teachers at the end, not 16 of the 17 in the middle (Rea et al., 2015)."""
    found = participation.flows("central-beds")
    last = found[found["flow"] == "Teachers"].iloc[-1]
    assert (last["number_low"], last["of_low"]) == (16, 18)
    assert last["share_low"] == last["share_high"] == 16 / 18


def test_a_printed_rate_gives_every_number_that_prints_so():
    """21 per cent of 800 is 20.5 to 21.5 per cent: 164 to 172 (Edge et al., 2009)."""
    found = participation.flows("north-south").iloc[1]
    assert (found["number_low"], found["number_high"]) == (164, 172)


def test_there_is_no_interval_where_the_later_ones_need_not_be_the_earlier_ones():
    """18 colleagues in the second year may be new ones."""
    found = participation.flows("george-abbot").set_index("label")
    row = found.loc["colleagues in the second year"]
    assert pd.isna(row["low"])
    words = participation.flow_table(participation.flows("george-abbot")).set_index("Stage")
    assert words.loc["colleagues in the second year", "Share"] == "50%, or fewer of them"


def test_a_case_without_stages_says_so():
    """The job-shadowing report prints nobody who stayed away."""
    found = participation.flows("job-shadowing")
    assert found.empty
    assert "not out of how many" in participation.sentences(found)[0]


@pytest.mark.parametrize("number", ["same(central-beds-no-such-claim)", "product(a; b)"])
def test_a_stage_without_a_number_is_refused(monkeypatch, number):
    """The message names the column to correct."""
    stages = tables.read("central-beds/flows").assign(number=number)
    read = tables.read
    monkeypatch.setattr(
        tables, "read", lambda name, **given: stages if "flows" in name else read(name, **given)
    )
    with pytest.raises(participation.ParticipationError, match="Correct the column number"):
        participation.flows("central-beds")


def test_a_share_of_a_stage_that_does_not_exist_is_refused(monkeypatch):
    """Stages are read in order."""
    stages = tables.read("sutton/flows").assign(of_stage=7)
    read = tables.read
    monkeypatch.setattr(
        tables, "read", lambda name, **given: stages if "flows" in name else read(name, **given)
    )
    with pytest.raises(participation.ParticipationError, match="stage above it"):
        participation.flows("sutton")


def test_the_dangers_name_the_shares_that_are_the_largest_they_can_be():
    """Three of the five shares of George Abbot."""
    found = participation.flows("george-abbot")
    words = dict(participation.dangers(found, sums=pd.DataFrame(), money=pd.DataFrame()))
    assert words["Those who stayed need not be those who came"].startswith("For 3 of 5 shares")


# Sums ----------------------------------------------------------------------------------------


def test_every_row_and_column_of_the_table_of_case_studies_adds_up():
    """Table 1 of Edge et al. (2009): 12 countries, 3 phases, 54 in all."""
    found = participation_sums.sums("north-south")
    table = found[found["What"].isin([*participation_sums.grid("north-south").index])]
    assert len(table) == 12
    assert (table["Agrees"] == "yes").all()
    assert participation_sums.grid("north-south").to_numpy().sum() == 54


def test_the_sums_that_fail_are_those_of_the_text_and_not_of_the_table():
    """28 UK schools are printed where the table has 29, 16 countries where 15 are named."""
    found = participation_sums.sums("north-south")
    wrong = found[found["Agrees"] == "no"]
    assert wrong[["Sum", "Printed"]].values.tolist() == [[29, 28], [15, 16]]


def test_women_and_men_make_one_person_too_many():
    """18 + 6 = 24 of 23; over the roles there are 17 women (BCPP, 2019)."""
    found = participation_sums.sums("job-shadowing").set_index("What")
    assert found.loc["all: female and male", "Sum"] == 24
    assert found.loc["female: over the roles", "Sum"] == 17


def test_rows_of_one_step_are_added_where_all_stands_beside_groups():
    """Two secondary, one special and two primary schools make five."""
    found = participation_sums.sums("george-abbot").set_index("What")
    assert found.loc["schools, year 1", "Sum"] == 5


@pytest.mark.parametrize("case", ["jurassic-coast", "sutton"])
def test_a_case_without_totals_has_no_sums(case):
    """Nothing is made up."""
    assert participation_sums.sums(case).empty


# Ages and money ------------------------------------------------------------------------------


def test_the_mean_age_of_all_is_weighted_by_people():
    """(5 x 45 + 3 x 45 + 4 x 43 + 11 x 30) / 23 = 862 / 23."""
    found = participation_ages.ages("job-shadowing")
    assert found["estimate"].iloc[-2] == pytest.approx(862 / 23)
    assert found["estimate"].iloc[-1] == pytest.approx(163 / 4)


def test_the_printed_mean_age_fits_a_mean_over_groups():
    """40.75 prints as 41."""
    words = participation_ages.sentence(participation_ages.ages("job-shadowing"))
    assert "from 37.0 to 38.0 years; 41 is printed" in words
    assert "40.75" in words


def test_the_mean_age_that_the_largest_group_would_need_holds_the_exact_one():
    """(41 x 23 - 532) / 11 = 37.4, give or take the rounding."""
    assert "35.8 to 39.0 years" in participation_ages.needed("job-shadowing")


def test_without_ages_nothing_is_said():
    """No mean ages are printed for the North South study."""
    assert participation_ages.sentence(participation_ages.ages("north-south")) == ""


def test_money_for_each_person_is_the_money_in_all_over_the_places():
    """Nine trios of three: 9 x 500 / 27, 500 / 27, and 1,000 / 3 (Rea et al., 2015)."""
    found = participation_costs.costs("jurassic-coast")
    assert found["Pounds each"].tolist() == ["166.67", "18.52", "333.33"]
    assert participation_costs.costs("sutton")["In all"].tolist() == ["1,500"]


# Networks ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def six():
    """Six trios over six schools (Rea et al., 2015, Jurassic Coast)."""
    return trio_networks.networks(trios=6, schools=6)


def test_all_networks_of_six_trios_over_six_schools_are_listed(six):
    """Multisets of 6 of the 20 trios, less those that leave a school out (inclusion-exclusion)."""
    multisets = [comb(comb(schools, 3) + 5, 6) if schools > 2 else 0 for schools in range(7)]
    signs = [(-1) ** out * comb(6, out) * multisets[6 - out] for out in range(7)]
    assert six.size == sum(signs) == 148_310


def test_only_a_split_into_two_threes_leaves_six_schools_apart(six):
    """Ten ways to split, one to five trios on the first side."""
    assert (~six.connected).sum() == 10 * 5
    assert (six.partners[~six.connected] == 2).all()


def test_a_network_in_which_everybody_meets_everybody_exists(six):
    """Six trios are the fewest that cover the 15 pairs of six schools."""
    assert six.links.max() == 15
    assert trio_networks.networks(trios=5, schools=6).links.max() < 15


def test_the_orders_of_all_networks_are_all_sequences_of_trios():
    """20 choices, six times."""
    found = trio_networks.networks(trios=6, schools=6, cover=False)
    assert found.weights.sum() == 20**6


@settings(derandomize=True, max_examples=12, deadline=None)
@given(trios=st.integers(1, 4), schools=st.integers(3, 6))
def test_the_average_over_all_networks_is_that_of_the_formula(trios, schools):
    """Partners of a school when trios are drawn at random, two ways."""
    found = trio_networks.networks(trios=trios, schools=schools, cover=False)
    formula = trio_networks.expected_partners(trios=trios, schools=schools)
    assert found.average(found.partners.mean(axis=1)) == pytest.approx(formula)


@settings(derandomize=True, max_examples=12, deadline=None)
@given(trios=st.integers(2, 4), schools=st.integers(3, 6))
def test_every_trio_fills_three_places_and_no_school_is_left_out(trios, schools):
    """The places of a network are three times its trios."""
    found = trio_networks.networks(trios=trios, schools=schools)
    assert (found.places.sum(axis=1) == 3 * trios).all()
    assert (found.places >= 1).all()
    assert (found.partners >= 2).all() and (found.partners <= schools - 1).all()


@pytest.mark.parametrize(
    ("trios", "schools", "words"),
    [(0, 6, "needs a trio"), (1, 6, "have a place"), (9, 9, "At most")],
)
def test_numbers_without_networks_are_refused(trios, schools, words):
    """Too few schools or trios, or more networks than can be listed."""
    with pytest.raises(trio_networks.NetworkError, match=words):
        trio_networks.networks(trios=trios, schools=schools)


# Figures -------------------------------------------------------------------------------------


def test_the_figures_are_images_with_their_text():
    """Stages, a grid of counts and networks."""
    words = {"alt": "16 of 18.", "caption": "n = 18."}
    stages = participation.flows("george-abbot")
    network = trio_networks.networks(trios=2, schools=4)
    drawn = [
        figures_participation.stages(stages, **words),
        figures_participation.grid(participation_sums.grid("north-south"), **words),
        figures_participation.networks(network.examples(), schools=4, **words),
    ]
    assert all(figure.png.startswith(b"\x89PNG") for figure in drawn)


def test_the_examples_of_networks_go_from_fewest_to_most_links(six):
    """Each with the number of others that every school met."""
    links = [np.sum(partners) // 2 for _, _, partners in six.examples()]
    assert links == sorted(links)
    assert (links[0], links[-1]) == (6, 15)
