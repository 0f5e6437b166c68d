"""The words by which titles tell versions apart: data, each group with its reason.

Phrases are folded (lower case, no accents, no punctuation) and stand as whole words; the longest one wins. They are
read only in what hangs on a title (brackets, after a dash), never in its core: "Live and Let Die" is not live.
"""

from domain.text import fold
from service.matching.kind import Kind
from service.matching.languages import LANGUAGES
from service.matching.words import words_of

HEADS = {
    "mix": Kind.REMIX,
    "mixes": Kind.REMIX,
    "edit": Kind.EDIT,
    "version": Kind.VERSION,
    "ver": Kind.VERSION,
    "versie": Kind.VERSION,
    "versione": Kind.VERSION,
    "versao": Kind.VERSION,
    "fassung": Kind.VERSION,
    "wersja": Kind.VERSION,
    "версия": Kind.VERSION,
    "バージョン": Kind.VERSION,
    "ヴァージョン": Kind.VERSION,
    "버전": Kind.VERSION,
    "rendition": Kind.COVER,
    "take": Kind.ALTERNATE,
    "session": Kind.LIVE,
    "sessions": Kind.LIVE,
    "микс": Kind.REMIX,
    "ミックス": Kind.REMIX,
    "믹스": Kind.REMIX,
}
"""Words that make a version of whatever stands before them, unless a phrase below says what kind it is."""
HEADS_IN_FRONT = frozenset({"version", "versione", "versao", "версия"})
"""Those that stand before it in Romance and Slavic languages: `Versión Salsa`."""
ALONE = {"mr": Kind.INSTRUMENTAL, "минус": Kind.INSTRUMENTAL}
"""Words believed only where a piece says nothing else: a Korean or Russian backing track, not `(Mr. Rust)`."""

PHRASES = {
    # Another performance in front of people.
    Kind.LIVE: """
        live, unplugged, in concert, concert, en vivo, ao vivo, en directo, en direct, en concert, dal vivo,
        live version, live session, live sessions, live edit, bbc session, bbc sessions, peel session,
        tiny desk, konzert, konzertmitschnitt, mitschnitt, live mitschnitt, en public, en concierto, in concerto,
        na zivo, na zywo, uzivo, canli, ライブ, 라이브, 실황, 现场, 現場, 现场版, 現場版, концерт, вживую, концертная,
        концертная запись, концертная версия
    """,
    # Somebody took the recording apart and put it together anew.
    Kind.REMIX: """
        remix, rmx, remixed, remixes, rework, reworked, bootleg, mashup, mash up, flip, refix, re fix, vip,
        vip mix, remix edit, remix version, reconstruction,
        re edit, リミックス, 리믹스, ремикс, megamix, mixshow, chopped and screwed, chopped not slopped, revisited,
        anniversary mix
    """,
    # The remix in which the voice is a ghost.
    Kind.DUB: """
        dub, dub mix, dub version
    """,
    # The recording cut shorter.
    Kind.EDIT: """
        radio edit, radio version, radio mix, radio cut, single edit, video edit, short edit, short version,
        edited version, edited, short mix, 7 edit, album edit, film edit, tv edit, tv size, tv version,
        movie edit, radioversion, kurzversion, kurzfassung, version corta, version courte, versao curta, versione breve,
        tv サイズ, アニメ サイズ
    """,
    # The recording drawn out for the dance floor.
    Kind.EXTENDED: """
        extended, extended mix, extended version, extended edit, extended remix, extended club mix, club mix,
        club version, 12 mix, 12 inch mix, 12 version, 12 inch version, 12 inch, long version,
        maxi version, club edit, 12 extended, langversion, langfassung, lange version,
        extendida, estendida, version longue, version larga, versione estesa
    """,
    # Played anew without amplifiers.
    Kind.ACOUSTIC: """
        acoustic, acoustic version, acoustic mix, acustico, acustica, akustik, acoustique, stripped,
        stripped version, stripped down, akoestisch, アコースティック, 어쿠스틱, акустика, акустическая
    """,
    # The voice left out.
    Kind.INSTRUMENTAL: """
        instrumental, instrumental version, instrumental mix, instrumentals, backing track, without vocals,
        inst, instrumentale, strumentale, minus one, off vocal, play along,
        no vocals, no vocal, vocals removed, drumless, no drums,
        インストゥルメンタル, インスト, オフボーカル, 반주, 伴奏, 伴奏版, инструментал, инструментальная, минусовка
    """,
    # Sung or played again by the same people, years later.
    Kind.RERECORDING: """
        re recorded, rerecorded, re recording, rerecording, re record, re recorded version, rerecorded version,
        new recording, newly recorded, new version, neuaufnahme, new vocal, nueva version, nuova versione,
        redux, regrabado, regrabada, nueva grabacion, regravacao, regravado, regravada, neueinspielung,
        neu aufgenommen, neu eingespielt, nouvel enregistrement, reenregistre, nuova registrazione, nuova incisione,
        перезапись, новая запись, 再録, 再録音, 新録
    """,
    # Recorded before the recording.
    Kind.DEMO: """
        demo, demos, demo version, rough mix, work tape, rough cut, home recording, early version, early demo,
        4 track demo, four track demo, maqueta, maquette, демо, デモ, 데모
    """,
    # Played by other people: never what was asked for unless asked for.
    Kind.KARAOKE: """
        karaoke, karaoke version, karaoke mix, in the style of, made famous by, originally performed by,
        as made famous by, singalong, sing along, pista musical, base musicale, made popular by,
        as made popular by, originally by, as sung by, al estilo de, no estilo de, nello stile di, im stil von,
        カラオケ, オリジナル カラオケ, 노래방, 卡拉 ok, караоке
    """,
    Kind.COVER: """
        cover, cover version, covers, tribute, tribute version, tribute to, lullaby, lullaby version,
        lullaby rendition, 8 bit, 8bit, 8 bit version, music box, music box version, piano cover, guitar cover,
        bass cover, drum cover, performed by, parody, as performed by, ringtone, reaction, lesson, tutorial,
        how to play, playthrough, play through, カバー, кавер, 커버, 翻唱, 歌 ってみた,
        弾 いてみた, 叩 いてみた, soundalike, guitar lesson
    """,
    # The voice alone.
    Kind.ACAPELLA: """
        acapella, a capella, a cappella, acappella, vocals only, vocal only, isolated vocals, isolated vocal
    """,
    # Somebody's upload at another speed, or drowned in effects.
    Kind.SPEED: """
        sped up, sped up version, speed up, speed up version, slowed, slowed down, slowed reverb,
        slowed and reverb, slowed version, nightcore, super slowed, ultra slowed, 8d, 8d audio, pitched,
        daycore, reverb, reverbed, tiktok version, bass boosted, 1 hour, 10 hours, acelerada, velocizzata,
        rallentata, ralentie, acceleree, ускоренная, замедленная
    """,
    # The same people or others, with other instruments.
    Kind.ORCHESTRAL: """
        orchestral, orchestral version, orchestra version, symphonic, symphonic version, piano version,
        solo piano, piano, strings, strings version, string quartet version, string version, string quartet,
        chamber version, piano solo, a piano, piano mix, orchester version
    """,
    # The same song sung in another language.
    Kind.LANGUAGE: ", ".join(LANGUAGES.values()),
    # Another take, which a record company put out later.
    Kind.ALTERNATE: f"""
        {", ".join(f"take {number}" for number in range(1, 100))},
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
        new master, half speed, direct stream digital, hd remaster, remasterizada, rimasterizzato,
        rimasterizzata, rimasterizzazione, neu gemastert, remastert, remastrad, ремастер, ремастеринг,
        ремастированная, リマスタリング, デジタル リマスター, 리마스터, 리마스터링
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
        album mix, full version, full length version, full mix, main version, main mix, standard version, bonus,
        bonus track, bonus version, bonus tracks, deluxe, deluxe edition, deluxe version, expanded edition, expanded,
        special edition, soundtrack version, original soundtrack, soundtrack, ost, edition, exclusive,
        non album track, non album, studio version, official, official video, official audio,
        official music video, official lyric video, official lyrics video, music video, lyric video,
        lyrics video, lyrics, lyric, with lyrics, letra, letras, con letra, video, video clip, videoclip,
        clip officiel, clip, audio, audio only, official visualizer, visualizer, visualiser, hd, hq, uhd, 4k,
        1080p, 720p, high quality, best quality, hd audio, official hd video, topic, m v, mv, full song,
        full track, vinyl, vinyl rip, lp, cd, ep, itunes, spotify, bonus cd, original video,
        with on screen lyrics, digital bonus track, wmv, flv, mp3, mp4, mpg, avi, mov, uk version, us version,
        u s version, u k version, international version, european version, american version, free download,
        premiere, official release, video version, original motion picture soundtrack, from the vault, pcm, full hd,
        video oficial, audio oficial, videoclip oficial, videoclipe, clipe, clipe oficial, com letra, legendado,
        video ufficiale, audio ufficiale, con testo, testo, paroles, avec paroles, offizielles video, musikvideo,
        offizielles musikvideo, offizielles lyricvideo, songtext, mit text, version originale, version album,
        официальный клип, официальное видео, официальное аудио, клип, премьера, премьера клипа, премьера песни,
        текст песни, 音源, 公式, 歌詞, ミュージックビデオ, 公式 ミュージックビデオ, 공식, 뮤직비디오,
        공식 뮤직비디오, 가사
    """,
}

FILLERS = frozenset({
    "a", "an", "and", "at", "by", "de", "edit", "edition", "el", "et", "feat", "for", "from", "ft",
    "in", "la", "le", "les", "mix", "music", "of", "on", "performance", "recorded", "recording", "remaster",
    "remastered", "s", "session", "sessions", "special", "take", "the", "to", "track", "und", "ver", "version",
    "with", "y",
    "w", "auf", "em", "en", "fassung", "versao", "versione", "версия", "バージョン", "ヴァージョン", "버전", "年", "版",
})  # fmt: skip
"""Words beside a version word that name neither a remixer nor a place."""

ORIGINS = (
    "from ", "aus ", "theme from ", "music from ", "love theme from ", "main theme from ", "inspired by ",
    "as heard ", "as seen ", "ost ", "del film ", "dal film ", "de la pelicula ", "tema de ", "bande originale",
    "original soundtrack", "title track", "produced by ", "prod by ", "prod ", "du film ", "extrait d",
    "do filme ", "da novela ", "banda sonora", "colonna sonora", "filmmusik", "titelmusik", "из фильма ",
    "из кинофильма ", "из сериала ",
)  # fmt: skip
"""How a bracket begins that only tells what the recording was made for."""
ORIGIN_ENDS = (" ost", " soundtrack", " motion picture", "より", "主題歌", "挿入歌", "テーマ曲")
"""How such a bracket ends: `(The Long Road OST)`."""

TAILS = (
    "remix", "karaoke version", "instrumental version", "acoustic version", "live version", "radio edit",
    "extended mix", "extended version", "album version", "single version", "official video",
    "official music video", "official audio", "lyric video", "demo version",
)  # fmt: skip
"""Version words strong enough to be believed at the end of a title without bracket or dash."""


TURNING = frozenset({
    "major", "minor", "sharp", "flat", "not", "never", "cant", "dont", "wont", "aint", "isnt", "didnt", "couldnt",
})  # fmt: skip
"""Words that make another title of one: a key, a denial. A slip of the pen never adds or drops one."""


def _split(phrases: str) -> list[tuple[str, ...]]:
    return [tuple(words_of(fold(phrase))) for phrase in phrases.split(",")]


PHRASE_KINDS = {phrase: kind for kind, phrases in PHRASES.items() for phrase in _split(phrases)}
LONGEST_PHRASE = max(len(phrase) for phrase in PHRASE_KINDS)
LANGUAGE_NAMES = {phrase: language for language, phrases in LANGUAGES.items() for phrase in _split(phrases)}
