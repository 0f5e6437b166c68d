"""What languages are called, in titles of every language: data."""

LANGUAGES = {
    "arabic": "arabic, arabe, arabisch, arabo, арабская, アラビア語",
    "bengali": "bengali, bangla",
    "cantonese": "cantonese, cantones, cantonais, kantonesisch, 粤语, 粵語, 廣東話",
    "chinese": """
        chinese, chn, mandarin, chino, chines, chinois, chinoise, chinesisch, chinesische, cinese, китайская,
        中文, 国语, 國語, 中国語, 중국어
    """,
    "dutch": "dutch, nederlands, nederlandse, holandes, neerlandais, niederlandisch",
    "english": """
        english, eng, ingles, inglesa, anglais, anglaise, englisch, englische, inglese, engels, engelse,
        английская, на английском, 英語, 英语, 英文, 영어
    """,
    "french": """
        french, frances, francesa, francais, francaise, franzosisch, franzosische, francese, французская,
        на французском, フランス語, 프랑스어
    """,
    "german": """
        german, deutsch, deutsche, aleman, alemana, alemao, allemand, allemande, tedesca, tedesco, немецкая,
        на немецком, ドイツ語, 독일어
    """,
    "hindi": "hindi",
    "hungarian": "hungarian, magyar",
    "icelandic": "icelandic, islenska, islandais, islandisch",
    "italian": "italian, italiano, italiana, italien, italienne, italienisch, italienische, итальянская, イタリア語",
    "japanese": """
        japanese, jp, japones, japonesa, japonais, japonaise, japanisch, japanische, giapponese, японская, на японском,
        日本語, 日本語版, 日语, 일본어, jpn
    """,
    "kannada": "kannada",
    "korean": """
        korean, kr, coreano, coreana, coreen, coreenne, koreanisch, koreanische, корейская, на корейском, 韓国語, 韩语,
        韓国語版, 한국어, kor
    """,
    "malayalam": "malayalam",
    "marathi": "marathi",
    "polish": "polish, polska, polski",
    "portuguese": "portuguese, portugues, portuguesa, portugais, portugaise, portugiesisch, portoghese, португальская",
    "punjabi": "punjabi",
    "russian": "russian, ruso, rusa, russo, russe, russisch, russische, русская, на русском, ロシア語",
    "spanglish": "spanglish",
    "spanish": """
        spanish, esp, espanol, espanola, espanhol, espagnol, espagnole, castellano, castellana, spanisch, spanische,
        spagnolo, spagnola, испанская, на испанском, スペイン語, 스페인어
    """,
    "swedish": "swedish, svenska, svensk, sueco, suedois, schwedisch",
    "tamil": "tamil",
    "telugu": "telugu",
    "thai": "thai",
    "turkish": "turkish, turkce, turco, turc, turkisch, турецкая",
    "ukrainian": "ukrainian, украинская, українська",
}
"""A language, and by which words a title says that it is sung in it."""
