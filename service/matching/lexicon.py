"""The words by which titles tell versions apart: data, each group with its reason.

Phrases are folded (lower case, no accents, no punctuation) and stand as whole words; the longest one wins. They are
read only in what hangs on a title (brackets, after a dash), never in its core: "Live and Let Die" is not live.
"""

from service.matching.kind import Kind

HEADS = {
    "mix": Kind.REMIX,
    "mixes": Kind.REMIX,
    "edit": Kind.EDIT,
    "version": Kind.VERSION,
    "ver": Kind.VERSION,
    "versie": Kind.VERSION,
    "versione": Kind.VERSION,
    "rendition": Kind.COVER,
    "take": Kind.ALTERNATE,
    "session": Kind.LIVE,
    "sessions": Kind.LIVE,
}
"""Words that make a version of whatever stands before them, unless a phrase below says what kind it is."""

PHRASES = {
    # Another performance in front of people.
    Kind.LIVE: """
        live, unplugged, in concert, concert, en vivo, ao vivo, en directo, en direct, en concert, dal vivo,
        live version, live session, live sessions, live edit, bbc session, bbc sessions, peel session,
        tiny desk, konzert, ライブ, 라이브, концерт, вживую, na zivo, uzivo, canli
    """,
    # Somebody took the recording apart and put it together anew.
    Kind.REMIX: """
        remix, rmx, remixed, remixes, rework, reworked, bootleg, mashup, mash up, flip, refix, re fix, vip,
        vip mix, dub, dub mix, dub version, remix edit, remix version, radio remix, club remix, reconstruction,
        re edit, リミックス, 리믹스, ремикс, megamix, mixshow, chopped and screwed, chopped not slopped, revisited
    """,
    # The recording cut shorter.
    Kind.EDIT: """
        radio edit, radio version, radio mix, radio cut, single edit, video edit, short edit, short version,
        edited version, edited, short mix, 7 edit, album edit, film edit, tv edit, tv size, tv version,
        movie edit
    """,
    # The recording drawn out for the dance floor.
    Kind.EXTENDED: """
        extended, extended mix, extended version, extended edit, extended remix, extended club mix, club mix,
        club version, 12 mix, 12 inch mix, 12 version, 12 inch version, 12 inch, long version,
        full length version, maxi version, club edit, 12 extended
    """,
    # Played anew without amplifiers.
    Kind.ACOUSTIC: """
        acoustic, acoustic version, acoustic mix, acustico, acustica, akustik, acoustique, stripped,
        stripped version, stripped down, アコースティック
    """,
    # The voice left out.
    Kind.INSTRUMENTAL: """
        instrumental, instrumental version, instrumental mix, instrumentals, backing track, without vocals,
        inst, instrumentale, minus one, off vocal, インストゥルメンタル, インスト, play along
    """,
    # Sung or played again by the same people, years later.
    Kind.RERECORDING: """
        re recorded, rerecorded, re recording, rerecording, re record, re recorded version, rerecorded version,
        new recording, newly recorded, new version, neuaufnahme, new vocal, nueva version, nuova versione,
        redux, regrabado
    """,
    # Recorded before the recording.
    Kind.DEMO: """
        demo, demos, demo version, rough mix, work tape, rough cut, home recording, early version, early demo,
        4 track demo, four track demo
    """,
    # Played by other people: never what was asked for unless asked for.
    Kind.KARAOKE: """
        karaoke, karaoke version, karaoke mix, in the style of, made famous by, originally performed by,
        as made famous by, singalong, sing along, カラオケ, караоке
    """,
    Kind.COVER: """
        cover, cover version, covers, tribute, tribute version, tribute to, lullaby, lullaby version,
        lullaby rendition, 8 bit, 8bit, 8 bit version, music box, music box version, piano cover, guitar cover,
        bass cover, drum cover, performed by, parody, as performed by, ringtone, reaction, lesson, tutorial,
        how to play, カバー, кавер, soundalike, guitar lesson
    """,
    # The voice alone.
    Kind.ACAPELLA: """
        acapella, a capella, a cappella, acappella, vocals only, vocal only
    """,
    # Somebody's upload at another speed, or drowned in effects.
    Kind.SPEED: """
        sped up, sped up version, speed up, speed up version, slowed, slowed down, slowed reverb,
        slowed and reverb, slowed version, nightcore, super slowed, ultra slowed, 8d, 8d audio, pitched,
        daycore, reverb, reverbed, tiktok version, bass boosted, 1 hour, 10 hours
    """,
    # The same people or others, with other instruments.
    Kind.ORCHESTRAL: """
        orchestral, orchestral version, orchestra version, symphonic, symphonic version, piano version,
        solo piano, piano, strings, strings version, string quartet version, string version, string quartet,
        chamber version, piano solo, a piano, piano mix, orchester version
    """,
    # The same song sung in another language.
    Kind.LANGUAGE: """
        japanese, korean, english, spanish, german, french, italian, portuguese, chinese, mandarin, cantonese,
        spanglish, russian, swedish, arabic, hindi, turkish, espanol, en espanol, in english, en francais,
        italiano, in italiano, auf deutsch, deutsche, deutsch, castellano, english version, spanish version,
        german version, french version, italian version, japanese version, japanese ver, korean version,
        korean ver, english ver, chinese version, chinese ver, version francaise, version espanola, 日本語, 日本語版,
        한국어, icelandic
    """,
    # Another take, which a record company put out later.
    Kind.ALTERNATE: """
        alternate, alternate take, alternate version, alternative version, alternative mix, alternate mix,
        alt version, alternative take, alternative, outtake, outtakes, rehearsal, false start, unreleased,
        unreleased version, early take, first take, rarity, different version
    """,
    # Cut into its neighbours by a disc jockey.
    Kind.MIXED: """
        mixed, mix cut, continuous mix, continuous mix version, continuous, dj mix, mixed version,
        full continuous mix
    """,
    # A piece beside the recording, or far more than it.
    Kind.EXCERPT: """
        excerpt, snippet, preview, teaser, trailer, intro, outro, interlude, skit, reprise, intermission,
        medley, full album, full concert, full live set
    """,
    # Somebody talks.
    Kind.COMMENTARY: """
        commentary, track commentary, interview, spoken, audio commentary, story behind, voice memo, making of,
        behind the scenes
    """,
    # The same tape, mastered again.
    Kind.MASTER: """
        remaster, remastered, remastering, remasterizado, remasterisado, remasterise, remasterisee,
        digital remaster, digitally remastered, digital master, mono, stereo, mono version, stereo version,
        mono mix, stereo mix, mono remaster, anniversary, anniversary edition, remastered version,
        remaster version, 24 bit, hi res, mfit, mastered for itunes, dolby atmos, atmos, spatial audio, リマスター,
        new master, half speed, direct stream digital, hd remaster, remasterizada
    """,
    # How a shop calls the take of the single: mostly the ordinary one.
    Kind.SINGLE: """
        single version, single mix, single, 7 mix, 7 inch mix, 7 version, 7 inch version, 7 inch,
        7 single version, 45 version, 45 mix, mono 45 mix, single edit version, 7 single
    """,
    # The words as they were sung.
    Kind.EXPLICIT: """
        explicit, explicit version, explicit album version, dirty, dirty version, uncensored, parental advisory
    """,
    # The words made harmless.
    Kind.CLEAN: """
        clean, clean version, amended, censored, amended version, clean edit, radio clean,
        amended album version, edited for content
    """,
    # Says nothing about the sound.
    Kind.NEUTRAL: """
        album version, lp version, original, original version, original mix, original recording, album,
        album mix, full version, full mix, main version, main mix, standard version, bonus, bonus track,
        bonus version, bonus tracks, deluxe, deluxe edition, deluxe version, expanded edition, expanded,
        special edition, soundtrack version, original soundtrack, soundtrack, ost, edition, exclusive,
        non album track, non album, studio version, studio, official, official video, official audio,
        official music video, official lyric video, official lyrics video, music video, lyric video,
        lyrics video, lyrics, lyric, with lyrics, letra, letras, con letra, video, video clip, videoclip,
        clip officiel, clip, audio, audio only, official visualizer, visualizer, visualiser, hd, hq, uhd, 4k,
        1080p, 720p, high quality, best quality, hd audio, official hd video, topic, m v, mv, full song,
        full track, vinyl, vinyl rip, lp, cd, ep, itunes, spotify, bonus cd, original video,
        with on screen lyrics, digital bonus track, wmv, flv, mp3, mp4, mpg, avi, mov, uk version, us version,
        u s version, u k version, international version, european version, american version, free download,
        premiere, official release, video version, original motion picture soundtrack, from the vault, pcm, 音源,
        公式, 歌詞
    """,
}

FILLERS = frozenset({
    "1", "2", "a", "an", "and", "at", "by", "de", "edit", "edition", "el", "et", "feat", "for", "from", "ft",
    "in", "la", "le", "les", "mix", "music", "of", "on", "performance", "recorded", "recording", "remaster",
    "remastered", "s", "session", "sessions", "special", "take", "the", "to", "track", "und", "ver", "version",
    "with", "y",
    "w",
})  # fmt: skip
"""Words beside a version word that name neither a remixer nor a place."""

ORIGINS = (
    "from ", "aus ", "theme from ", "music from ", "love theme from ", "main theme from ", "inspired by ",
    "as heard ", "as seen ", "ost ", "del film ", "dal film ", "de la pelicula ", "tema de ", "bande originale",
    "original soundtrack", "title track", "produced by ", "prod by ", "prod ",
)  # fmt: skip
"""How a bracket begins that only tells what the recording was made for."""

CREDITS = (
    "feat ", "ft ", "featuring ", "with ", "w ", "con ", "duet with ", "feat", "avec ", "mit ", "starring ",
    "presents ",
)  # fmt: skip
"""How a bracket begins that names further artists."""

TAILS = (
    "remix", "karaoke version", "instrumental version", "acoustic version", "live version", "radio edit",
    "extended mix", "extended version", "album version", "single version", "official video",
    "official music video", "official audio", "lyric video", "demo version",
)  # fmt: skip
"""Version words strong enough to be believed at the end of a title without bracket or dash."""

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


def _phrase_table() -> dict[tuple[str, ...], Kind]:
    return {tuple(phrase.strip().split()): kind for kind, phrases in PHRASES.items() for phrase in phrases.split(",")}


PHRASE_KINDS = _phrase_table()
LONGEST_PHRASE = max(len(phrase) for phrase in PHRASE_KINDS)
