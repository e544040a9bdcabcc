"""What each age may have: hair, hats, outfits, things; how long skirts and sleeves are."""

from __future__ import annotations

# hair: front kind, back kind
HAIRS = {
    "baby": "none tuft curl tuft,puffs wisp straight mid none,pigs",
    "childm": "bowl spiky side messy curl crop tuft,afro crop",
    "childf": (
        "fringe,pigs fringe,bob mid,braids side,pony fringe,puffs curl,puffs fringe,long "
        "mid,pigs curl,afro bowl side,bob"
    ),
    "adultm": "side recede crop quiff bald mid curl,afro recede crop side,pony",
    "adultf": (
        "side,long mid,long side,bob fringe,bob mid,bun side,lowbun curl,perm fringe,long "
        "side,pony curl,afro quiff mid,lowbun"
    ),
    "elderlym": "bald recede bald side crop none",
    "elderlyf": "mid,bun curl,perm side,lowbun curl,perm mid,lowbun side,bob quiff",
}

HATS = {
    "baby": "bonnet beanie bow bear",
    "child": "cap cap beanie party sunhat bow bow helmet crown bear hijab",
    "adult": "fedora hardhat chef peak hijab hijab turban cap sunhat beanie mortar band",
    "elderly": "fedora flat scarf hijab sunhat beanie",
}

OUTFITS = {
    "baby": "romper romper onesie onesie dress bib bib tee",
    "childm": "tee tee stripes overalls overalls hoodie school kurta kimono coat sweater",
    "childf": ("tee stripes overalls dress dress dress pinafore school hoodie sari kimono coat sweater"),
    "adultm": ("suit suit shirttie shirttie shirt tee apron coat uniform labcoat kaftan kimono sweater hivis hoodie"),
    "adultf": ("blouse blouse longdress dress suit labcoat sari sari kimono kaftan apron coat tee sweater uniform"),
    "elderlym": "cardigan cardigan vest suit shirt kaftan coat shirttie",
    "elderlyf": "cardigan cardigan longdress blouse sari coat kaftan apron",
}

THINGS = {
    "baby": "rattle rattle teddy block bottle ball balloon duck",
    "child": ("teddy balloon balloon ball kite block book icecream lollipop flag toyplane bucket pencil"),
    "adult": ("case case mug phone wrench guitar paper bag pan clipboard umbrella flowers book laptop balloon broom"),
    "elderly": "stick stick stick mug paper book bag flowers yarn can",
}

LONG = {
    "longdress": 0.92,
    "dress": 0.5,
    "coat": 0.55,
    "labcoat": 0.6,
    "kaftan": 0.97,
    "sari": 0.97,
    "kimono": 0.92,
    "pinafore": 0.5,
    "kurta": 0.4,
    "blouse": 0.45,
}

SLEEVE = {
    "tee": 0.38,
    "stripes": 0.4,
    "overalls": 0.4,
    "dress": 0.32,
    "pinafore": 0.4,
    "sari": 0.3,
    "romper": 0.35,
    "bib": 0.38,
    "hivis": 0.35,
    "school": 0.42,
}
