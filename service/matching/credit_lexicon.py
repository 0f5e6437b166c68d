"""The words of credits: data. All are folded."""

CREDITS = (
    "feat ", "ft ", "featuring ", "with ", "w ", "con ", "duet with ", "feat", "avec ", "mit ", "starring ",
    "presents ",
)  # fmt: skip
"""How a bracket begins that names further artists."""

DERIVATIVE_ARTISTS = (
    "karaoke", "tribute", "cover band", "string quartet", "piano guys", "lullaby", "rockabye baby", "sing king",
    "kidz bop", "made famous", "soundalike", "backing tracks", "party tyme", "8 bit", "8bit", "music box",
    "hit crew", "ameritz", "twinkle twinkle", "workout", "nightcore", "cover guru", "covers",
)  # fmt: skip
"""Names that say by themselves that others' songs are played."""

VARIOUS = frozenset({
    "artistes divers", "compilations", "diverse", "original cast", "original soundtrack", "ost", "soundtrack",
    "unknown", "unknown artist", "v a", "va", "varios artistas", "various", "various artists",
    "verschiedene interpreten",
})  # fmt: skip
"""Names that name nobody."""
