"""How distress is said in English, over plain words (see `normalise`): contractions spelt out."""

import re

from app.screening.signs import Language, sign

_SUICIDE = (
    r"(?:(?:kill|kil|off|hang|drown|shoot|poison) (?:my ?self)|take my (?:own )?life|end (?:my (?:own )?(?:life|existence|suffering)|it all|everything|this life)"
    r"|end it(?! (?:with|on|here|there|by|at|in|before|well|now and)\b)|commit suicide|slit my wrists|cut my wrists|blow my brains out|put a bullet in my (?:head|brain)|jump (?:off|from|in front of|out of)(?: \w+){0,3}"
    r"|overdose|od on|swallow (?:all|the whole|every)(?: \w+){0,3}|do (?:something to myself|it tonight|away with myself)|go through with it|check out (?:for good|early)|leave this world)"
)
_SUICIDING = (
    r"(?:(?:killing|hanging|drowning|shooting|offing) my ?self|taking my (?:own )?life|ending (?:my (?:own )?life|it all|it|everything|things|my suffering)|committing suicide|suicide|jumping (?:off|from|in front of)(?: \w+)?"
    r"|overdosing|(?<!scared of )(?<!afraid of )(?<!fear of )(?<!frightened of )dying(?! (?:to|of|for|laughing)\b)|slitting my wrists|(?<!to )death(?! of)|not being (?:here|alive)|doing something stupid|blowing my brains out)"
)
_DIE = (
    rf"(?:die(?! (?:of|from|laughing|for|at|old|in|before|with|my)\b)|be dead|be gone(?: for good)?|never (?:wake up|have been born|exist)|not (?:wake up|exist|be here|be alive|live)|stop (?:existing|living|breathing)(?= [.,!?]|$| and| altogether| completely| ?$)|cease to exist|{_SUICIDE}"
    r"|disappear (?:for (?:good|ever)|forever|completely|from (?:this|the) (?:world|earth))|fall asleep (?:\w+ ){0,3}(?:never|not) wake up|go to sleep (?:\w+ ){0,3}(?:never|not) wake up|join (?:my|him|her) (?:\w+ )?(?:in heaven|up there|in the grave))"
)
_ADV = r"(?:\w+ ){0,3}"
_ALIVE = r"(?:live(?! (?:in|at|with|near|on|here in|like this in|alone|there|by|without)\b)|be (?:alive|here)(?! (?:at|for|in|on|when|with)\b)|exist|wake up(?! (?:at|early|so|to|before)\b)|keep living|go on living|be on this (?:earth|planet)|continue living|keep going on)"
_THEY = r"(?:everyone|they|you|you all|my (?:family|kids|children|husband|wife|parents|friends|mum|mom)|the world|people|all of you|he|she|we)"

SIGNS = (
    sign("wish to die", "own", "urgent",
         rf"i {_ADV}(?:want|need|wish|long|hope|would (?:like|love|prefer)|ready|prefer|deserve|beg|pray) {_ADV}(?:to )?{_DIE}", r"i would rather (?:just )?(?:be dead|die(?! than (?!live|be |go on|keep|carry))|not (?:be here|exist|live))", r"i am (?:\w+ )?ready to (?:die|go for good|end)(?: \w+)?",
         r"i (?:\w+ )?(?:wish|hope) (?:that )?i (?:\w+ ){0,2}(?:was|were|am|had|do|did|could|would|will)? ?(?:\w+ )?(?:dead|gone|died|not (?:here|alive|wake up|been born|exist)|never (?:been born|existed|wake up|woken up)|never woke up|just die|die|not wake up)(?: \w+)?",
         r"i want out(?: for good| of this life)", r"why (?:can not|do not|did not|will not|could not) i (?:just )?(?:die|be dead|have died)(?: \w+)?", r"why am i (?:still|even) (?:alive|here|living)", r"i should (?:just )?(?:die|be dead|kill myself|have died)",
         r"i want (?:\w+ ){1,4}(?:stop|end|be over) (?:forever|for good|permanently)", r"all i want is (?:death|to (?:die|be dead|sleep forever))", r"i hope i (?:do not|never) wake up(?: \w+)?", r"i (?:can not|do not) (?:\w+ )?wait to (?:die|be dead)"),
    sign("wish to die", "bare", "urgent",
         rf"(?:want|wish|feel like|ready|need|love) (?:to )?(?:\w+ )?{_DIE}", r"(?:might|may) as well (?:be dead|die|kill myself|end it)", r"(?:just )?let me (?:just )?(?:die|go for good)", r"better off dead", r"not existing is (?:all|the only thing)(?: \w+)?",
         rf"(?:{_SUICIDING}|it) (?:is|seems|feels like|would be) (?:\w+ )?(?:the |my )?(?:only|last|best) (?:thing|way out|option|solution|escape|way|choice)(?: \w+)*", r"the only way (?:out|i see) is (?:death|to die|suicide)"),
    sign("intent", "own", "urgent",
         rf"i (?:am|will|might|may|could|should|have decided|have to|plan|intend|must|nearly|almost|just|would) {_ADV}(?:to )?{_SUICIDE}", rf"i (?:am|have been|keep|was|think|thought|can not stop|spend) {_ADV}(?:thinking|think|considering|planning|contemplating|fantasi\w+|dreaming|thought|obsessed|about)? ?{_ADV}(?:about |of |on |with )?{_SUICIDING}",
         rf"(?:if|unless) (?:\w+ ){{1,8}}i (?:will|would|am going to) {_SUICIDE}"),
    sign("intent", "bare", "urgent",
         rf"(?:thinking|think|thoughts?|considering|planning|contemplating|dreaming|feel like|obsessed|tempted) (?:\w+ )?(?:about |of |on |with )?{_SUICIDING}(?= |$)", rf"(?:going|about|ready|courage|guts|strength|want|urge|plan|plans|tempted|close) to {_SUICIDE}", r"kill myself (?:tonight|today|tomorrow|soon|now|this)(?: \w+)?",
         r"kill myself is (?:all|the)(?: \w+)*"),
    sign("suicidal thoughts", "own", "urgent",
         r"i (?:am|feel|have been|have felt|get|keep getting|still feel|am feeling|have become) (?:\w+ ){0,3}suicidal", r"i (?:\w+ ){0,4}(?:suicidal|suicide) (?:thoughts|ideation|feelings|ideas|urges)", r"my (?:suicidal|dark|suicide) (?:thoughts|ideation|urges)(?: \w+)?", r"i (?:have|am having|keep having) (?:\w+ ){0,2}(?:dark|black) thoughts",
         r"feeling (?:\w+ )?suicidal", r"thoughts of (?:suicide|ending it|killing myself|dying) (?:\w+ )*(?:me|my)"),
    sign("plan or means", "own", "urgent",
         r"i (?:have )?(?:wrote|written|write|am writing|left) (?:\w+ ){0,3}(?:goodbye (?:letter|note)s?|suicide (?:note|letter)|letters? to say goodbye|goodbyes)", r"i (?:have|am|have been|keep) (?:\w+ )?(?:saving|stockpiling|hoarding|stashing|saved|hoarded|stockpiled|stashed|bought|collected|collecting)(?: up)? (?:\w+ ){0,6}(?:, i know (?:what|how)|for the end|to end|to die|enough to|so i can|for when i|just in case)(?: \w+)*",
         r"i am (?:stockpiling|hoarding|saving up) (?:my )?(?:\w+ )?(?:pills|tablets|meds|morphine|insulin)", r"i have (?:a|my) plan (?:, |and |\. )(?:\w+ ){0,4}(?:rope|gun|pills|bridge|train|note|date|tablets)(?: \w+)?", r"i (?:\w+ )?(?:took|swallowed|have taken|have swallowed|downed) (?:\w+ ){0,3}(?:whole (?:bottle|box|pack|packet)|all (?:of )?(?:my|the) (?:pills|tablets|meds|medication)|every pill)(?! (?:with|this morning|as|on time|at|every|before|after|today|and feel)\b)(?: \w+)*", r"i (?:\w+ )?overdosed (?:on purpose|again|deliberately)(?: \w+)*",
         r"i have (?:picked|chosen|set|fixed) (?:a|the|my) (?:date|day|method|bridge|place to)(?= |$)", r"i have decided to (?:go|leave) , (?:\w+ ){0,3}(?:affairs|papers|will|cat|dog|kids|things)(?: \w+)*", r"(?:everything|all) is (?:ready|prepared|arranged) (?:\w+ )?(?:, )?(?:\w+ ){0,5}(?:courage|go through)(?: \w+)*"),
    sign("plan or means", "bare", "urgent",
         r"(?:how many|how much|what dose|which (?:pills|drug|meds)|what (?:pills|amount|is the best way)|how) (?:\w+ ){0,9}(?:to (?:die|not wake up|never wake up|kill (?:me|myself)|end (?:it|my life)|overdose|be fatal)|would kill me(?: for sure| quickly)?|die (?:painlessly|without pain|quickly)|painless death)", r"(?:think |thinking |thought )?(?:that )?(?:just )?one step would (?:do it|be enough|end it)"),
    sign("refuses life", "refusal", "urgent",
         rf"i (?:\w+ )?(?:do not|no longer|never|can not|did not|really do not|just do not) (?:\w+ )?(?:want|wish|care|need|deserve|see why)? ?(?:to )?{_ALIVE}", rf"(?:do not|no longer|dont) want (?:to )?{_ALIVE}",
         r"(?:no|not any|without any|lost (?:the|my|all)|have not the|do not have the|lack the|any) (?:\w+ )?(?:reasons?|will|wish|desire|strength|point|energy|purpose) (?:left )?(?:to|for|in|of) (?:live|living|be alive|exist|stay alive|go on living|keep living|life)", r"(?:nothing|no one) (?:left )?to live for", r"(?:what s|what is) the point (?:of|in) (?:living|going on|being alive|life|carrying on|existing|staying alive)",
         r"(?:life|living|my life) (?:is|s|feels|has) (?:\w+ )?(?:not|no|no longer|never) (?:\w+ )?(?:worth (?:living|it)|meaning|worth|point|purpose)(?: \w+)?", r"(?:tired|sick|done|fed up|exhausted|weary|over it) (?:of|with|from) (?:being alive|living(?! (?:in|with|at|like|on|near|here|alone|off)\b)|life|existing|this life|my life)", r"(?:can not|could not) (?:\w+ )?(?:go on|carry on|keep) (?:living|like this any more|existing)", r"not worth living"),
    sign("intent", "loose", "urgent",
         r"i (?:\w+ ){0,8}(?:suicidal|suicide(?! (?:prevention|hotline|line|awareness|squad))|kill(?:ing)? myself|hang(?:ing)? myself|end(?:ing)? my life|end(?:ing)? it all|taking my own life|overdos(?:e|ing)|jump(?:ing)? (?:off|in front of))(?= |$)", r"(?:^ ?|[.,!?] |tbh |just |gonna |going to |might |will |could |wanna |want to )(?:kill|hang|shoot|off) myself",
         r"i (?:\w+ ){0,4}(?:want|wish|wanna|need|ready|hope|pray|prefer|rather|beg) (?:\w+ ){0,4}(?:die|be dead|dead|be gone|end it|disappear for ever|disappear forever)(?= [.,!?]|$| already| tonight| right| soon| now| please)", r"(?:think\w*|thought|thoughts|want|urge|feel like|tempted|imagin\w+|fantasi\w+|dream\w*) (?:\w+ ){0,3}(?:driv\w+|steer\w+|crash\w*|walk\w+|step\w+) (?:\w+ ){0,3}(?:into (?:a|the) (?:tree|wall|truck|lorry|river|sea)|into traffic|in front of (?:a|the) (?:train|bus|lorry|truck|car))",
         r"i am (?:standing|sitting|up) on (?:the|a) (?:bridge|ledge|roof|parapet)", r"i am (?:so |really )?(?:scared|afraid|worried|frightened) (?:that )?i (?:will|might|could|may|am going to) (?:\w+ )?(?:hurt|kill|harm|cut) myself(?: \w+)?", r"i (?:have |am )?(?:made|made up|taken) (?:my|the) (?:decision|mind) to (?:end|die|go|leave this)(?: \w+)?"),
    sign("plan or means", "loose", "urgent",
         r"(?:took|take|taking|taken|swallow\w*|down(?:ed|ing)) (?:\w+ ){0,2}(?:all|every|whole|entire) (?:\w+ ){0,2}(?:pills?|tablets|bottle|box|packet|pack|stash|supply|strip)(?! (?:with|this morning|as|on time|at|every|before|after|today|of (?:tea|water|juice|chocolates?|wine|cookies))\b)(?: \w+)?", r"(?:rope|gun|blade|razor|pills|tablets|knife) (?:\w+ ){0,4}(?:ready|waiting|in front of me|next to me|beside me|in my hand)"),
    sign("self-harm", "loose", "urgent",
         r"i (?:\w+ ){0,4}(?:self harm\w*|cut(?:ting)? (?:my ?self|my (?:arms?|wrists?|thighs?|legs?))(?! (?:shaving|on|with|while|cooking|chopping|by))|burn(?:t|ed|ing)? myself (?:on purpose|to)|hurt(?:ing)? myself (?:on purpose|to feel|to cope|again))(?: \w+)?"),
    sign("refuses life", "refusal", "concern",
         r"(?:can not|do not|can no longer|no longer|could not) (?:\w+ ){0,2}(?:see|find|have|know) (?:a|any|no|the) (?:\w+ )?(?:reason|point|purpose|future|sense) (?:to|in|for) (?:stay\w*|be|being|liv\w+|go\w*|carry\w*|exist\w*|keep\w*|wak\w+)(?: \w+)?", r"i (?:\w+ ){0,2}(?:do not|no longer|never|can not) (?:\w+ ){0,2}(?:want|wish|care) to (?:be (?:here|alive|around)|live|exist|wake up)(?! (?:at|in|with|for|on|near|early|to)\b)(?: \w+)?",
         r"(?:i )?(?:wish|wished) i (?:had |have |was |were )?(?:never (?:been )?born|not been born|never existed)", r"(?:no one|nobody) (?:\w+ )?(?:would|will) (?:\w+ )?(?:notice|care|miss me|even notice)(?: \w+)*"),
    sign("goodbye", "refusal", "urgent", r"(?:you |you all |nobody |no one )?(?:will not|never|will never) hear from me (?:again|after|any more)(?: \w+)?"),
    sign("no way out", "bare", "concern",
         r"(?:see|is|there s|have|find) no (?:other )?way out(?! of the)", r"i have (?:given|am giving) up on (?:life|living)", r"i hate (?:my life|being alive|living) (?:and )?(?:\w+ ){0,4}(?:end|die|over|stop|disappear|gone)(?: \w+)?", r"i will not (?:see|make it (?:to|through)|survive|last) (?:the (?:winter|night|week|year)|christmas|tonight|tomorrow)(?: \w+)?", r"i do not deserve to (?:live|be alive)"),
    sign("burden", "bare", "concern",
         r"i (?:am|feel|feel like|have become|am just|am nothing but) (?:\w+ ){0,4}(?:a )?burden(?: \w+)? (?:to|on|for) (?:my|everyone|them|you|people|all|those)(?: \w+)?", rf"{_THEY} (?:\w+ ){{0,3}}(?:be|are|is) (?:\w+ ){{0,3}}(?:better|happier|relieved|fine|better off) (?:\w+ ){{0,2}}(?:without me(?! (?:at|there|for|this|in the)\b)(?: in it)?|if i (?:was|were|am|just)? ?(?:\w+ )?(?:dead|gone|died|disappeared|not (?:here|around|exist)|did not exist|killed myself))", r"better off without me", r"(?:easier|better|simpler|best)(?: for (?:everyone|all|them|my family|us all))? if i (?:just |had |had just |simply )?(?:died|die|disappeared|did not exist|was (?:dead|gone|not here)|were (?:dead|gone|not here)|were not here|was not around|never existed|killed myself)(?: \w+)?", r"no one (?:will|would) (?:\w+ )?(?:miss me|care if i (?:die|died|was gone|disappeared|was dead)|notice if i)(?: \w+)*"),
    sign("goodbye", "bare", "urgent",
         r"(?:goodbye|farewell|bye) (?:everyone(?!(?: [.,!])? (?:see|talk|till|until|have a|and thanks for the))|all(?= [.,!])(?! . (?:see|talk|till|until))|world|cruel world|my (?:friends|family|loves|darlings|dear)|to (?:you all|everyone|all of you|my))(?: \w+)?", r"this (?:is|will be) my (?:very )?(?:last|final) (?:post|message|goodbye|note)(?= [.,!])(?! . (?:thank you for|thanks for) the (?:advice|tips))", r"when i am (?:gone|dead|no longer here)(?= [.,!]|$| ,| please| take)",
         r"i will not be here (?:at|for|by|next|tomorrow|after|much longer|any more)(?: \w+)?", r"(?:by|after) (?:tonight|tomorrow|this evening) (?:\w+ ){0,3}(?:all )?(?:be )?(?:over|gone|finished)", r"sorry (?:\w+ ){0,7}for what i am (?:about|going) to do", r"look after my (?:\w+ ){1,3}(?:when i am gone|after i am gone)", r"i am (?:leaving this world|checking out for good)"),
    sign("self-harm", "own", "urgent",
         r"i (?:am|have been|have started|started|keep|have begun|began|went back to|have gone back to|can not stop|want to start) (?:\w+ )?(?:cutting(?: (?:my ?self|again|my (?:arms|wrists|thighs|legs)))(?: \w+)?|self ?harm\w*|hurting myself|burning myself|harming myself)", r"i (?:self ?harm|cut myself (?:to|at night|every|again|on purpose|last night)|hurt myself (?:on purpose|again|deliberately)|burn myself)(?: \w+)?", r"i (?:\w+ ){0,3}(?:want|need|urge|urges|going|might|feel like|am afraid i will) (?:\w+ )?(?:to )?(?:cut myself|hurt(?:ing)? myself|self ?harm\w*|harm(?:ing)? myself|cutting myself|do something to myself|do something stupid)", r"i am (?:scared|afraid) of what i (?:might|will|could) do(?: to myself)?"),
    sign("self-harm", "bare", "concern", r"self ?harming is (?:\w+ )*", r"(?:feel like|urge to|want to|need to) (?:hurt(?:ing)?|cut(?:ting)?|harm(?:ing)?) myself", r"relapsed (?:and|into|on|with) (?:cut|cutting|self harm)(?: \w+)?"),
    sign("attempt", "past", "urgent",
         r"i (?:\w+ ){0,2}(?:tried|attempted|wanted|nearly|almost) (?:\w+ )?(?:to )?(?:kill\w* myself|suicide|die(?!d? laughing)|end\w* (?:it|my life)|jump(?:ed)?(?= [.,!]| ?$| off| from| in front)|hang\w* myself|take my (?:own )?life|overdosed?)", r"i (?:was|felt) (?:\w+ )?suicidal"),
)  # fmt: skip

ENGLISH = Language(
    signs=SIGNS,
    negation=re.compile(r"\b(?:not|never|without|no|nor|neither|refuse|hardly|nobody)\b"),
    not_a_negation=re.compile(
        r"can not (?:\w+ )?(?:stop|help|wait|get)|not stop|do not know|not sure|not the courage|not have the|why (?:do|can|did|will|could) not|not (?:wake up|exist|existing|be here|being here|here|alive|be alive|live|been born)|never (?:wake|been born|woke|exist|existed|woken)|no (?:one|way out|other|reason|point)|not just|not only"
        r"|without (?:me|pain|suffering)|not (?:i )?just (?:die|end)|know why|not care"
    ),
    takes_back=re.compile(r"(?:(?:it is|it s|is|am|was) not (?:that|because|as if|like)|(?:do|did|does) not (?:think|mean|say|believe) (?:that )?|never (?:said|think|thought) (?:that )?|no way|not saying (?:that )?|as if|asked (?:me )?if|asking if|thinks?|thought that|worried that|worry that) $"),
    somebody_else=re.compile(r"\b(?:he|she|they|you|someone|somebody|people|patients?|husband|wife|son|daughter|brother|sister|mother|father|mum|mom|dad|friend|neighbou?r|uncle|aunt|cousin|hero|character|actor|anyone|many|his|her|their|has|does|drug|teenagers?)\b"),
    reported=re.compile(r"\b(?:he|she|they|husband|wife|son|daughter|brother|sister|mother|father|mum|mom|dad|friend|neighbou?r|hero|character|singer|who|patient)(?: \w+){0,3} (?:said|says|told|tells|keeps saying|wrote|texted|sings|sang|screamed|goes|repeats)(?: \w+){0,2} (?:, |: |\" )?$|\b(?:song|film|movie|series|novel|book|episode|poem|lyrics?|chorus|title)(?: \w+){0,4} (?::|\"|,) $"),
    long_ago=re.compile(r"\b(?:(?:\w+ )?years ago|in (?:19|20)\d\d|back then|used to|in the past|when i was (?:\w+ ){0,3}(?:young\w*|teen\w*|child|kid|student|diagnosed|\d\d)|as a (?:teen\w*|child|kid|student)|decades ago|before (?:the|my|this) (?:treatment|diagnosis|transplant)|long ago|at the time|now i (?:am (?:well|fine|happy)|garden|feel great)|today i am (?:well|fine|ok))\b"),
    these_days=re.compile(r"\b(?:last (?:night|week|month)|yesterday|this (?:morning|week|evening|afternoon)|tonight|again|today(?! i (?:am|garden|feel|live|work|help|have|run|smile|enjoy|can))|earlier|right now|still|(?:days?|hours?|weeks?) ago|is back)\b"),
    idiom=re.compile(r" ?(?:with (?:breakfast|lunch|dinner|food|water|my)|as (?:prescribed|usual|told)|on time|of (?:laughter|laughing|embarrassment|boredom|heat|hunger|thirst|shame|cold|curiosity|old age)|laughing|for (?:a|an|that|this|some)|at home|with dignity|in peace|old|before i (?:see|turn))\b"),
)  # fmt: skip
