"""How distress is said in French, over plain words (see `normalise`): no accents, no apostrophes."""

import re

from app.screening.signs import Language, sign

_SUICIDE = (
    r"(?:me suicid\w+|me tuer|me pendre|me noyer|me defenestrer|me buter|me flinguer|me fumer|me supprimer"
    r"|me (?:foutre|ficher|flanquer) en l air|me tirer une balle|me jeter (?:sous|par|du|d un|dans|de)"
    r"|m ouvrir les veines|me (?:tailler|trancher|couper) les veines|me laisser mourir|m empoisonner|m immoler"
    r"|mettre fin a (?:mes jours|ma vie|tout|tout ca|tout cela|mon existence|mes souffrances|mon calvaire)"
    r"|mettre un terme a (?:mes jours|ma vie|mon existence|tout)|passer a l acte|quitter (?:ce monde|cette vie|la vie)"
    r"|sauter (?:par la|du|d un|dans le vide|sous|de la fenetre|de l immeuble)|attenter a (?:mes jours|ma vie)"
    r"|faire une (?:grosse )?(?:connerie|betise)|commettre l irreparable|m en aller pour (?:de bon|toujours)"
    r"|partir pour (?:de bon|toujours)|(?:avaler|prendre) (?:toute|toutes|tous) (?:la|ma|mes|les) \w+"
    r"|en finir (?:avec (?:la vie|ma vie|tout|tout ca|moi|l existence|cette vie)|une (?:bonne )?fois pour toutes|pour de bon)"
    r"|en finir(?! (?:avec|des|de|du|au|a)\b)|en terminer avec (?:la vie|tout)|faire une ts)"
)
_DIE = (
    rf"(?:mourir|crever|{_SUICIDE}|disparaitre(?! (?:sous|derriere|dans (?:un|mon|le|la)))|etre (?:mort|morte|deja morte?)"
    r"|(?:ne )?(?:plus|pas|jamais) (?:jamais )?(?:me )?(?:reveiller|exister|vivre(?! (?:a|dans|en|avec|chez|sans|comme ca a))|etre la"
    r"|etre de ce monde|ouvrir les yeux)|m endormir (?:\w+ ){0,3}(?:plus|pas|jamais) (?:jamais )?me reveiller"
    r"|rejoindre (?:mon|ma|mes) \w+ (?:au ciel|la haut|dans la mort|au paradis|au cimetiere))"
)
_WANT = r"(?:veux|voudrais|souhaite|souhaiterais|prefere|prefererais|desire|reve|aimerais|espere|cherche)"
_PLAN = r"(?:vais|compte|pense|songe|envisage|projette|menace|prevois|finirai par|vais finir par|suis prete? a|suis decidee? a|risque)"
_LIFE = r"(?:vivre|exister|la vie|etre en vie|continuer a vivre|rester en vie|etre de ce monde)"
_NOT_PLACES = r"(?! (?:a|en|au|avec|chez|dans|ici|seule?|loin|pres|normalement|la nuit|sans) \w+)"
_WE = r"(?:vous|ils|elles|tout le monde|le monde|ma famille|mes enfants|mon mari|ma femme|mes parents|mes proches|les autres|on|ca)"

SIGNS = (
    sign("wish to die", "own", "urgent",
         rf"(?:j|je) (?:ne |n )?(?:ai|aurais|ai que|ressens) (?:\w+ ){{0,4}}envie (?:\w+ )?(?:de |d |que de )(?:\w+ )?{_DIE}",
         rf"(?:je|j) (?:ne |n )?{_WANT} (?:\w+ ){{0,3}}{_DIE}", r"je (?:ne )?(?:demande|veux|cherche|attends|reve) (?:plus )?que (?:de |la )?(?:mourir|mort)",
         r"j (?:attends|appelle|espere) (?:\w+ )?la mort", r"je reve (?:de|que) (?:\w+ ){0,3}(?:mourir|mort|meurs)",
         r"je (?:serais|serai|suis) (?:bien )?mieux (?:mort|morte)", r"je voudrais (?:etre|deja etre) (?:mort|morte)",
         r"(?:qu on|laissez|laisse) (?:me laisse |moi )(?:mourir|crever|partir pour toujours)"),
    sign("wish to die", "bare", "urgent",
         rf"(?:envie|besoin) (?:de |d ){_DIE}", r"(?:autant|vaut mieux|vaudrait mieux|mieux vaut|mieux vaudrait) (?:\w+ )?(?:mourir|crever|en finir|etre morte?|que je (?:meure|disparaisse|parte))",
         r"il (?:vaudrait|vaut) mieux que je (?:disparaisse|meure|creve|parte pour toujours|n existe plus)", r"mourir , je (?:ne )?(?:demande|veux|pense) (?:qu|que)?",
         r"la (?:seule|derniere|meilleure) (?:solution|issue|sortie|delivrance|option) (?:\w+ ){0,3}(?:c est|est|serait|reste) (?:de )?(?:la mort|mourir|le suicide|en finir|me tuer)",
         r"(?:la mort|le suicide|mourir) (?:est|c est|serait|reste|me semble|comme) (?:\w+ )?(?:seule|derniere|unique|soulagement|delivrance)(?: \w+)?", r"plus exister , voila"),
    sign("intent", "own", "urgent",
         rf"(?:je|j) (?:ne |n )?{_PLAN} (?:\w+ ){{0,4}}{_SUICIDE}", rf"j (?:ai|y) (?:\w+ )?(?:decide|prevu|failli|pense|essaye|essaie|tente|resolu|songe|peur|hesite|planifie) (?:\w+ )?(?:de |d |a )?{_SUICIDE}",
         rf"j (?:hesite|essaie|essaye) (?:a |de |d ){_SUICIDE}", rf"je (?:\w+ ){{1,3}}(?:pense|pensees|penser) (?:\w+ ){{0,2}}a (?:mourir|{_SUICIDE})", rf"je pense (?:\w+ ){{0,3}}(?:au suicide|a (?:mourir|en finir|ma mort|la mort(?! de)|{_SUICIDE}))",
         r"je (?:me suicide\w*|me tuerai|me tue(?! a\b| au\b)|me pends|me fous en l air|me flingue|me bute|me tire une balle|m ouvre les veines|me jette (?:sous|par|du)|saute (?:par la|du pont|du balcon|sous))",
         r"penser (?:\w+ ){0,2}(?:au suicide|a (?:me tuer|en finir|me suicider|la mort))", r"je (?:ne )?pense qu (?:au suicide|a (?:mourir|en finir|la mort|ca , mourir))"),
    sign("intent", "bare", "urgent",
         r"mettre fin a (?:mes jours|ma vie|mon existence)", r"suicide ce soir", rf"(?:pas|manque) (?:\w+ ){{0,3}}courage (?:de |d |pour ){_SUICIDE}", rf"courage (?:de |d ){_SUICIDE}",
         r"(?:j y|j) pense (?:chaque nuit|tous les soirs) a (?:mourir|la mort)"),
    sign("suicidal thoughts", "own", "urgent",
         r"(?:j|je) (?:ne |n )?(?:ai|fais|rumine|suis envahie? (?:de|par)|suis hantee? par|souffre d|ressens|commence a avoir) (?:\w+ ){0,4}(?:idees?|pensees?|ideations?|envies?) (?:\w+ )?(?:noires?|suicid\w+|de suicide|de mort|morbides?|sombres)",
         r"mes (?:idees|pensees|envies) (?:noires|suicid\w+|de suicide|de mort|morbides)", r"(?:idees|pensees) (?:noires|suicid\w+) (?:qui )?(?:me|m|reviennent|tournent|tous les|chaque)(?: \w+)?",
         r"je (?:me sens|suis|deviens) (?:\w+ )?suicidaire", r"(?:le|au) suicide me (?:hante|tente|traverse|obsede)(?: \w+)?", r"(?:le suicide|la mort) m (?:attire|obsede|appelle)"),
    sign("plan or means", "own", "urgent",
         r"j (?:ai|y ai) (?:\w+ ){0,3}(?:lettres?|mot|message|courrier) d adieux?", r"j (?:ai|stocke|economise|accumule) (?:\w+ ){0,5}(?:pour en finir|pour mourir|pour le grand depart|pour partir (?:pour toujours|sans souffrir))",
         r"je (?:stocke|cache|accumule|garde|mets de cote) (?:\w+ ){0,5}(?:en finir|mourir|grand depart|le jour ou|au cas ou je craque|partir sans souffrir)",
         r"j ai (?:\w+ )?(?:garde|stocke|accumule|mis de cote|achete|assez de) (?:\w+ ){0,6}(?:,? ?je sais (?:tres bien )?(?:ce que|quoi|comment)|pour en finir|pour mourir|pour ne (?:plus|pas) me reveiller|corde pour)(?: \w+)*",
         r"j ai (?:un|mon) plan , (?:\w+ ){0,4}(?:corde|arme|fusil|medicaments|cachets|pont|train|date)(?: \w+)?", r"j ai (?:pris|avale|gobe) (?:\w+ ){0,4}(?:toute la boite|toutes mes|tous mes (?:\w+ )?(?:cachets|comprimes|medocs|medicaments)|une dose enorme|la plaquette entiere|trop de \w+ expres|expres)(?: \w+)*",
         r"j ai (?:choisi|fixe|trouve) (?:ma|la|une) (?:date|methode|facon de mourir)", r"j ai tout (?:prepare|prevu|organise) (?:\w+ ){0,3}(?:, )?(?:\w+ ){0,6}(?:courage|passer a l acte|grand depart|mourir|en finir)",
         r"j ai (?:decide|choisi) de (?:partir|m en aller) , (?:\w+ ){0,3}(?:affaires|papiers|testament|chat|chien|enfants)(?: \w+)*", r"j ai refait une (?:ts|tentative)"),
    sign("plan or means", "bare", "urgent",
         r"(?:combien|quelle (?:dose|quantite)|quels? (?:medicament|cachet)s?|comment) (?:\w+ ){0,7}(?:pour (?:mourir|en finir|ne (?:pas|plus|jamais) se reveiller|ne (?:pas|plus) me reveiller|partir sans souffrir|me tuer)|mourir sans (?:souffrir|douleur)|me suicider|se suicider sans)",
         r"avale toute (?:la|ma|une) boite", r"(?:corde|arme|fusil) (?:\w+ ){0,5}(?:prete?|m attend)"),
    sign("refuses life", "refusal", "urgent",
         rf"je (?:ne )?(?:veux|voudrais|souhaite|desire) (?:plus|pas|vraiment plus) {_LIFE}{_NOT_PLACES}", rf"(?:(?:j |n )?ai |aucune |a )?(?:plus|pas|plus du tout|plus aucune|plus la moindre|aucune) (?:l )?(?:envie|gout|force|courage|raison|motif)s? (?:de |d |a )(?:continuer a )?{_LIFE}{_NOT_PLACES}",
         r"(?:j (?:en )?ai|n ai|ai) plus (?:la |le )?(?:force|gout|envie|courage) (?:de |d )(?:vivre|la vie|continuer a vivre|exister)", r"perdu (?:le gout|l envie|la force|toute envie|le desir) de (?:vivre|la vie)",
         r"(?:n en peux|en peux|n en peut|arrive) plus (?:de|a) (?:vivre|exister|cette vie|la vie)", r"je (?:ne )?veux plus (?:etre (?:la(?! (?:bas|dedans))|ici bas|en vie|de ce monde)|exister|me reveiller|respirer)",
         r"(?:marre|ras le bol|fatiguee?|lasse?|epuisee?|degoutee?) de (?:vivre(?! (?:a|en|dans|avec|chez|la|sans|ca|cette) )|la vie|exister|cette vie de \w+|etre en vie)", r"plus (?:aucune |de |une )?raison de (?:vivre|rester(?: en vie)?|continuer a vivre|me lever)",
         r"la vie (?:ne |n )?(?:vaut|a) (?:plus|pas) (?:la peine|le coup|de sens|d interet)(?: d etre vecue)?", r"(?:ma|cette) vie (?:ne |n )?(?:a|sert|vaut) (?:plus|pas|a rien|rien)(?: \w+){0,3} (?:sens|interet|rien|valeur)(?! \w+ quand)",
         r"(?:a quoi bon|pourquoi|quel interet de|a quoi ca sert de) (?:\w+ )?(?:continuer a )?(?:vivre|exister|rester en vie)(?! (?:a|en|dans) )", r"(?:sert a rien|ne sert a rien|rime a rien) (?:que je vive|de (?:vivre|continuer a vivre|rester en vie))"),
    sign("intent", "loose", "urgent",
         r"(?:je|j) (?:\w+ ){0,8}(?:au suicide|suicidaires?|me suicider|en finir avec (?:la vie|ma vie|tout)|me pendre|me tuer|me foutre en l air|mettre fin a mes jours|me jeter (?:sous|du|par)|sauter du (?:pont|toit|balcon))",
         r"(?:je|j) (?:\w+ ){0,4}(?:veux|voudrais|souhaite|envie|prefere|prefererais|reve|supplie|prie|hate) (?:\w+ ){0,4}(?:mourir|crever(?! de)|en finir(?! (?:avec (?!la vie|ma vie|tout|moi)|des |de |du |au |a ))|ne plus (?:etre la|exister|me reveiller)|plus etre la|partir pour (?:de bon|toujours)|sauter(?= [.,!]|$| par| du| dans| d un| sous))",
         r"(?:decision|decide|choix|idee|tentation|pulsion|besoin) (?:\w+ )?(?:d |de |du )(?:en finir(?! (?:avec (?!la vie|ma vie|tout|moi)|des |de |du |au |a ))|mourir|me (?:tuer|suicider|pendre|jeter)|suicide|passer a l acte)",
         r"(?:je|j) (?:\w+ ){0,6}(?:faire une (?:\w+ )?(?:betise|connerie)|commettre l irreparable)", r"si je (?:me (?:jette|tue|suicide|pends|fous)|saute) (?:\w+ ){0,6}(?:vite|fini|regle|mieux|tranquille|tout le monde)",
         r"je suis (?:\w+ ){0,3}(?:(?:debout|assise?|montee?|penchee?) sur (?:le|la|un) (?:pont|toit|rebord|parapet|balustrade)|au bord du (?:pont|toit|vide)|devant les rails)", r"je me serais (?:deja )?(?:foutue? en l air|tuee?|suicidee?|pendue?|jetee?)(?= |$)", r"(?:il n y a|y a|ya|reste) (?:plus )?que la mort (?:qui|pour)(?: \w+)?"),
    sign("plan or means", "loose", "urgent",
         r"(?:prends|prendre|prenne|pris|avale|avaler|gobe|gober|vide|vider|avalais|engloutir) (?:\w+ ){0,2}(?:toutes?|tous) (?:mes|les|ma|la) (?:boites?|plaquettes?|reserves?|stocks?|somniferes?|pilules|armoire)", r"(?:avale|pris|gobe|vide) (?:\w+ ){0,2}(?:la|une|deux|trois|toute la|mes) (?:boites?|plaquettes?|bouteilles?) (?:\w+ )?(?:entieres?|completes?|d un coup)",
         r"(?:corde|fusil|arme|lames?|rasoir|cachets|comprimes|boites) (?:\w+ ){0,4}(?:, |et )?(?:je (?:la|le|les) (?:regarde|garde|fixe)|m attend\w*|sont? prets?)", r"(?:prepare|ecrit|redige|laisse) (?:\w+ ){0,3}lettres? (?:\w+ ){0,2}(?:d adieu|pour (?:mes (?:enfants|filles|fils|parents|proches)|ma (?:fille|femme|mere|famille)|mon (?:fils|mari|fils)))"),
    sign("self-harm", "loose", "urgent",
         r"(?:je|j) (?:\w+ ){0,5}(?:scarifi\w+|automutil\w+|taillad\w+|lacer\w+)", r"(?:je|j) (?:\w+ ){0,4}(?:me (?:fais|faire)|m etre fait|m inflige) (?:\w+ )?(?:du )?mal (?:pour|expres|volontairement|a moi meme|en cachette)(?: \w+)?", r"(?:je|j) (?:\w+ ){0,4}(?:coupee?|brulee?|entaillee?) (?:\w+ ){0,2}(?:expres|volontairement|pour (?:me )?(?:soulager|punir|oublier|sentir))"),
    sign("refuses life", "refusal", "concern",
         r"si (?:\w+ ){0,3}je (?:ne )?(?:me |m )?(?:reveill\w+|endors\w*) (?:pas|plus|jamais)(?: \w+)?", r"je (?:ne )?(?:verrai|reverrai|passerai|vivrai) (?:pas|plus|jamais) (?:\w+ )?(?:printemps|ete|hiver|automne|noel|lendemain|demain|la fin|le matin|mes \d+ ans)(?: \w+)?", r"je (?:\w+ ){0,3}(?:veux|voudrais|souhaite|prie|reve) (?:\w+ ){0,3}que (?:tout(?: ca| cela)?|cette vie|ma vie) (?:s arrete|se termine|finisse|cesse)",
         r"(?:je|j) (?:\w+ ){0,3}(?:veux|voudrais|souhaite|prie) (?:\w+ ){0,3}que (?:ca|cela|la douleur) (?:s arrete|se termine|finisse|cesse) (?:, )?(?:pour (?:de bon|toujours)|definitivement|a jamais)", r"(?:plus|pas|plus aucune|aucune) (?:envie|goût) d etre (?:la|ici|en vie|au monde)", r"(?:ma|la|cette) (?:vie|existence) (?:ne |n )?(?:a|rime|mene) (?:plus|pas|a plus|a) (?:de sens|aucun sens|rien)(?: pour moi)?",
         r"je (?:\w+ ){0,2}(?:suis|serais) (?:de trop|en trop) (?:sur terre|ici bas|dans ce monde)", r"pourquoi (?:est ce que )?(?:je suis|suis je) (?:encore|toujours) (?:en vie|vivante?|de ce monde)", rf"supporte (?:plus|pas) (?:de (?:vivre|rester en vie)|d (?:exister|etre en vie)){_NOT_PLACES}", r"j (?:aurais|avais) (?:prefere|voulu|mieux fait de) (?:ne )?(?:pas|jamais|y rester|ne jamais) (?:naitre|etre nee?|survivre|m en sortir)(?: \w+)?"),
    sign("wish to die", "refusal", "urgent",
         r"pourquoi (?:est ce que )?(?:je )?(?:ne )?(?:suis|meurs) (?:je )?pas(?: (?:mort|morte))?", r"il (?:ne )?me reste plus qu (?:a|une) (?:sauter|mourir|crever|disparaitre|en finir|me \w+|attendre la mort|solution , (?:mourir|la mort))", r"je (?:reve|espere|prie|souhaite) (?:\w+ )?(?:que je (?:ne )?me (?:reveille|reveillerai)|de (?:ne )?(?:plus|pas|jamais) me reveiller)(?: \w+)?", r"il (?:me )?suffirait d (?:un|une) (?:seul )?(?:pas|geste|seconde)"),
    sign("goodbye", "refusal", "urgent",
         r"(?:vous |tu |on |plus personne )?(?:n )?(?:entendrez|entendras|entendra) plus (?:jamais )?parler de moi", r"(?:quand|lorsque|apres que|le jour ou) je ne serai plus (?:la|de ce monde)",
         r"je ne serai plus (?:la|de ce monde) (?:a noel|demain|ce soir|bientot|cet ete|l annee prochaine|pour)(?: \w+)*"),
    sign("no way out", "bare", "concern",
         r"(?:vois|voit|trouve|a|ai|avoir) (?:plus|pas|aucune|pas d autre|plus aucune) (?:d )?(?:issue|espoir de m en sortir)(?: a)?", r"(?:que tout|que ca|qu tout|que cela) (?:s arrete|finisse|se termine) (?:pour toujours|pour de bon|definitivement|, je veux mourir)",
         r"je (?:ne )?(?:survivrai|passerai) pas (?:l hiver|la nuit|l annee|noel)(?: ,)?", r"je me laisse (?:partir|mourir|crever|couler)", r"la vie m est insupportable", r"je (?:ne )?merite (?:pas|plus) de vivre"),
    sign("burden", "bare", "concern",
         r"(?:je suis|je ne suis qu|je me sens|je deviens|j ai l impression d etre|etre|suis qu) (?:\w+ ){0,3}(?:un|une) (?:poids|fardeau|boulet|charge|parasite) (?:\w+ )?(?:pour|aux|a) (?:ma|mes|mon|tous|tout|vous|eux|elle|lui|toute|les)(?: \w+){0,2}",
         rf"{_WE} (?:\w+ ){{0,3}}(?:serai\w*|seriez|serions|irai\w*|iriez|vivrai\w*|vivriez|iraient|s en sortirai\w*|se portera\w*|est|sont|sera|seront) (?:\w+ )?(?:mieux|plus heureu\w+|soulag\w+|tranquilles?|debarrasse\w*|libres?) (?:sans moi(?! (?:a|pour|au|ce|dans|en) )|si (?:je|j) (?:\w+ )?(?:disparai\w+|partais|mourais|etais (?:mort|morte|plus la)|existais plus|n existais plus|n etais plus la))",
         r"(?:personne|nul) (?:ne )?(?:m |me |le |l |s en )?(?:regrettera|apercevra|apercevrait|regretterait|pleurera|pleurerait|manquera|remarquerait|remarquera)(?: \w+)*", r"(?:mieux|plus heureux|tranquilles) si je (?:n )?(?:existais|etais) plus(?: la)?"),
    sign("goodbye", "bare", "urgent",
         r"adieu(?:x)? (?:a (?:tous|toutes|vous|mes|tout le monde)|tout le monde|mes (?:amis|amies|amours|cheris|enfants|chers)|les amis|mon amour|maman|papa|le monde|monde cruel)(?: \w+)?",
         r"(?:c est|voici|ceci est) (?:mon|le) (?:tout )?dernier (?:message|post|texte)(?: ici)?(?= [.,!])(?! . bonne| , bonne)",
         r"(?:ce soir|demain|cette nuit|bientot) (?:,? ?)(?:tout (?:sera|est)|c est|ce sera) (?:fini|termine)(?: pour (?:moi|toujours))?(?= [.,!]|$)", r"c est la fin pour moi",
         r"pardon(?:nez moi)? (?:\w+ ){0,6}(?:pour )?(?:ce que je (?:vais faire|m apprete a faire))", r"ne m en voulez pas (?:\w+ )*(?:pour ce que|si je pars|de partir)", r"prenez soin de (?:mes|mon|ma) (?:\w+ ){1,3}(?:quand|apres|pour moi , je pars)(?: \w+)*"),
    sign("self-harm", "own", "urgent",
         r"(?:je|j) (?:\w+ ){0,3}(?:me scarifie|m automutile|me mutile|me taillade|me brule (?:la peau|les bras|expres)|me lacere)", r"je me (?:coupe|taille|griffe|frappe|brule) (?:les bras|les cuisses|les poignets|la peau|le soir|la nuit|expres|volontairement|pour (?:me|que|oublier|sentir|ne plus))(?: \w+)?",
         r"(?:j ai|je) (?:recommence|repris|recommencais|envie|besoin) (?:\w+ ){0,2}(?:a |de |d |les |la )(?:me (?:couper|scarifier|mutiler|taillader|faire du mal|faire mal|bruler)|m automutiler|scarifications?|mutilations?)(?! en )",
         r"je (?:me fais|vais me faire|risque de me faire|veux me faire|pense a me faire|pourrais me faire) (?:\w+ )?(?:du )?mal(?! (?:a|au|aux|en) )(?= |$)(?: (?:le soir|la nuit|expres|volontairement|pour))?", r"j ai peur de (?:ce que je (?:pourrais|vais) (?:me )?faire|moi meme|passer a l acte)"),
    sign("self-harm", "bare", "concern",
         r"(?:me (?:taillader|scarifier|mutiler)|m automutiler|me faire du mal)(?! (?:en|au|aux|a) )", r"(?:envie|besoin) de me faire (?:du )?mal(?! (?:en|au|aux|a) )", r"mes (?:scarifications|mutilations) (?:recentes|de la nuit|d hier|recommencent)"),
    sign("attempt", "past", "urgent",
         r"(?:j ai|je) (?:\w+ ){0,2}(?:fait|refait|tente|voulu|essaye|failli|ai failli) (?:\w+ ){0,3}(?:tentative(?: de suicide)?|ts|mourir|en finir|me suicider|me tuer|sauter|me pendre|me jeter|suicide|passer a l acte)", rf"(?:j avais|je voulais|j ai eu) (?:\w+ ){{0,4}}(?:envie de |besoin de |d )?{_DIE}"),
)  # fmt: skip

FRENCH = Language(
    signs=SIGNS,
    negation=re.compile(r"\b(?:pas|jamais|aucun|aucune|ni|sans|nullement|n ai plus|ai plus|ne \w+ plus|refuse|hors de question|plus (?:du tout )?envie de (?:mourir|me|en|crever))\b"),
    not_a_negation=re.compile(
        r"n arrete pas|arrete pas de|peux pas m empecher|pas le courage|pas la force|pas m empecher|plus que|pas seulement|sais pas|sais plus|ose pas"
        r"|pourquoi|(?:plus|pas|jamais) (?:jamais )?(?:[ms]e reveiller|exister|vivre|etre la|ouvrir|de ce monde)|pas d autre|pense (?:plus )?qu|(?:demande|veux) (?:plus )?que|cesse pas|manque (?:pas|que)|sans (?:moi|souffrir|arret|cesse|doute|douleur)|ne se passe pas"
    ),
    takes_back=re.compile(r"(?:(?:ce n est|c est|est) pas (?:que|parce que|comme si)|(?:ne )?(?:dis|pense|crois) pas (?:que )?|jamais|plus jamais|hors de question(?: que)?|loin de|si un jour|on dirait que|faire croire que|croi\w+ que|demande si|demandait si) $"),
    somebody_else=re.compile(r"\b(?:il|elle|ils|elles|tu|vous|avez|as tu|quelqu un|patient\w*|gens|personnes|mari|femme|fils|fille|frere|soeur|mere|pere|ami|amie|voisine?|oncle|tante|cousine?|heros|personnage|acteur|celui|ceux|beaucoup|certains|un homme|une femme|ados?)\b"),
    reported=re.compile(r"\b(?:il|elle|ils|elles|mari|femme|fils|fille|frere|soeur|mere|pere|amie?|voisine?|patiente?|heros|personnage|chanteur|chanteuse|actrice|acteur|celine|qui)(?: \w+){0,3} (?:dit|disait|repete|repetait|crie|criait|ecrit|ecrivait|chante|chantait|hurle|repond)(?: \w+){0,2} (?:, |: |\" )?$|\b(?:chanson|film|serie|roman|livre|episode|poeme|refrain|titre)(?: \w+){0,4} (?::|\"|,) $"),
    long_ago=re.compile(r"\b(?:il y a (?:\w+ ){1,3}ans|en (?:19|20)\d\d|a l epoque|autrefois|par le passe|quand j (?:avais|etais) (?:\w+ )?(?:ans|ado\w*|jeune|petite?|enfant|etudiante?)|adolescente?|dans ma jeunesse|avant (?:le|mon|ce) (?:traitement|diagnostic)|aujourd hui (?:je vais|ca va|je suis heureu)\w*|plus jeune|a \d\d ans|ahah|haha)\b"),
    these_days=re.compile(r"\b(?:hier|cette nuit|ce matin|ce soir|la semaine derniere|tout a l heure|avant hier|ces jours ci|depuis (?:hier|quelques jours)|recommence|a nouveau|de nouveau|encore|le mois dernier|en ce moment|il y a (?:\w+ ){1,2}(?:jours?|heures?|semaines?))\b"),
    idiom=re.compile(r" ?(?:de (?:rire|faim|soif|froid|chaud|honte|fatigue|trouille|peur|jalousie|bonheur|plaisir|curiosite|vieillesse|rires|sommeil|chaleur)|d (?:envie|ennui|impatience|angoisse)|dans la dignite|chez moi|a la maison|entouree?|vieux|vieille|de ma belle mort|le plus tard|avant (?:de|d)|comme (?:prevu|prescrit|d habitude)|a l heure|avec (?:le|mon) petit|au petit|correctement|regulierement|de joie|de cette maladie|dans mon lit)\b"),
)  # fmt: skip
