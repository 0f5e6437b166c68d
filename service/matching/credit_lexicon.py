"""The words of credits: data. All are folded."""

CREDITS = (
    "feat ", "ft ", "featuring ", "with ", "w ", "con ", "duet with ", "feat", "avec ", "mit ", "starring ",
    "presents ", "com ", "junto a ", "en duo avec ", "a duo con ", "im duett mit ", "при участии ", "вместе с ",
)  # fmt: skip
"""How a bracket begins that names further artists."""

CREDITED_PART = "part. "
"""How a Brazilian bracket begins that does: the full stop parts it from a numbered part."""

DERIVATIVE_ARTISTS = (
    "karaoke", "tribute", "cover band", "string quartet", "piano guys", "lullaby", "rockabye baby", "sing king",
    "kidz bop", "made famous", "soundalike", "backing tracks", "party tyme", "8 bit", "8bit", "music box",
    "hit crew", "ameritz", "twinkle twinkle", "workout", "nightcore", "cover guru", "covers",
)  # fmt: skip
"""Names that say by themselves that others' songs are played."""

VARIOUS = frozenset({
    "artistes divers", "compilations", "diverse", "original cast", "original soundtrack", "ost", "soundtrack",
    "unknown", "unknown artist", "v a", "va", "varios artistas", "various", "various artists",
    "verschiedene interpreten", "verschiedene", "diverse interpreten", "diverse artister", "divers",
    "multi interpretes", "varios", "varios interpretes", "vari artisti", "artisti vari", "aa vv", "aavv",
    "diversos artistas",
    "разные исполнители", "разные", "сборник", "ヴァリアス アーティスト", "群星", "다양한 아티스트",
})  # fmt: skip
"""Names that name nobody."""
