"""Version words in the languages that titles are written in."""

import pytest

from service.matching.descriptors import read_descriptors
from service.matching.kind import Kind
from service.matching.languages import LANGUAGES
from service.matching.lexicon import PHRASES
from service.matching.segments import plain_title
from service.matching.words import words_of

PIECES = {
    Kind.LIVE: """
        En Vivo, en directo, en vivo desde el muelle, En Concierto, Ao Vivo, ao vivo no cais, dal vivo, in concerto,
        en public, En concert, Live-Mitschnitt, Konzertmitschnitt, Liveversion, ライブ, ライブバージョン, ライブ版,
        라이브, 라이브 버전, 現場版, концерт, вживую, концертная запись, na żywo
    """,
    Kind.REMIX: "Remix de Tomo K, Tomo Kリミックス, Tomo K 리믹스, Tomo K ремикс, 50th Anniversary Mix",
    Kind.DUB: "Dub, Tomo K Dub, Dub Mix",
    Kind.EXTENDED: "Versión Extendida, Versão Estendida, Version longue, Langversion, versione estesa, 12 Inch Version",
    Kind.EDIT: "Kurzversion, versión corta, TV Size, TVサイズ, Radioversion",
    Kind.ACOUSTIC: "Versión Acústica, versão acústica, Versione Acustica, Akustikversion, Acoustique, 어쿠스틱",
    Kind.INSTRUMENTAL: "Instrumentalversion, Versión Instrumental, Strumentale, Inst., off vocal, インスト, MR, минус",
    Kind.KARAOKE: "Versión Karaoke, カラオケ, カラオケバージョン, 노래방, караоке, base musicale",
    Kind.COVER: "カバー, 歌ってみた, 커버, кавер, Cover-Version",
    Kind.RERECORDING: "Neuaufnahme, Neu aufgenommen, Nueva Grabación, Regravação, nuova registrazione, перезапись",
    Kind.DEMO: "Demo, デモ, 데모, демо, maqueta",
    Kind.SPEED: "Versión Acelerada, Sped Up, slowed & reverb, ускоренная версия",
    Kind.LANGUAGE: """
        Versión en Español, Version française, auf Deutsch, Deutsche Version, Versione Italiana, Versão em Português,
        Русская версия, 日本語バージョン, 한국어 버전, Japanese Ver., in English
    """,
    Kind.MASTER: """
        Remasterizado 2011, Remasterisé en 2011, Rimasterizzato, Neu gemastert, 2011年リマスター, 2011 리마스터,
        Ремастер 2011, デジタル・リマスター
    """,
    Kind.NEUTRAL: """
        Video Oficial, Clip officiel, Offizielles Musikvideo, Video Ufficiale, Clipe Oficial, con testo, Paroles, Letra,
        Официальный клип, 公式ミュージックビデオ, 공식 뮤직비디오, 4K, Lyrics, Official Audio, extrait du film La route,
        映画「長い道」より, из фильма Долгий путь, Albumversion, Originalversion
    """,
}
"""What pieces of these kinds look like, as written."""


@pytest.mark.parametrize(
    ("kind", "written"), [(kind, written.strip()) for kind, pieces in PIECES.items() for written in pieces.split(",")]
)
def test_a_version_is_known_in_many_languages(kind: Kind, written: str) -> None:
    """The kind is read, and no other beside it."""
    assert {descriptor.kind for descriptor in read_descriptors(plain_title(written))} == {kind}


@pytest.mark.parametrize(
    "piece",
    [
        "ドライブ",
        "アライブ",
        "Conversion",
        "Subversion",
        "Mr. Rust",
        "минус один день",
        "Russian Roulette",
        "Deutsche Nacht",
        "Olive",
    ],
)
def test_a_word_inside_a_word_is_no_version(piece: str) -> None:
    """Neither in katakana, nor in a compound, nor where a shy word stands beside others."""
    assert read_descriptors(plain_title(piece)) == ()


def test_a_language_is_named_whatever_it_is_called() -> None:
    """Two names of one language make the same descriptor; two languages do not."""
    one, other = read_descriptors("spanish version"), read_descriptors(plain_title("Versión en Español"))
    assert one == other
    assert read_descriptors("korean ver.") != read_descriptors("japanese ver.")


def test_no_phrase_is_listed_twice() -> None:
    """A phrase has one kind, and a word of a language names one language."""
    phrases = [phrase.strip() for listed in PHRASES.values() for phrase in listed.split(",")]
    words = [word.strip() for listed in LANGUAGES.values() for word in listed.split(",")]
    assert sorted({phrase for phrase in phrases if phrases.count(phrase) > 1}) == []
    assert sorted({word for word in words if words.count(word) > 1}) == []


@pytest.mark.parametrize(
    ("folded", "words"),
    [
        ("harbour lights", ["harbour", "lights"]),
        ("2011年リマスター", ["2011", "年", "リマスター"]),
        ("日本語 ver", ["日本語", "ver"]),
        ("歌ってみた", ["歌", "ってみた"]),
        ("ночнои порт", ["ночнои", "порт"]),
    ],
)
def test_words_are_told_apart_without_blanks(folded: str, words: list[str]) -> None:
    """Where scripts meet in Japanese and Korean a word ends."""
    assert words_of(folded) == words
