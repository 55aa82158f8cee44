"""Given names of France and of English-speaking countries (folded), and words that only look like names."""

GIVEN_NAMES = frozenset(
    """
    adam adele adeline adrien agathe agnes ahmed aicha alain alan albert alex alexandra alexandre alexis alfred ali alice
    aline alison amandine amanda amel amelie amina amy anais andre andrea andrew angela angelique anita ann anna anne annette
    annick annie anthony antoine aoife arlette armand arnaud arthur ashley astrid audrey aude aurelie aurore axel ayse barbara
    basile bastien beatrice ben benedicte benjamin benoit bernadette bernard bertrand beth betty bilal blanche boris brenda
    brian brigitte bruno bryan camille carine carl carla carmen carol carole caroline caitlin catherine cathy cecile cedric
    celia celine chantal charlene charles charlotte chloe chris christelle christian christiane christina christine christophe
    christopher ciara claire clara clarisse claude claudine clemence clement clementine colette colin conor coralie corinne
    craig cyril cyrille dan daniel daniele danielle daphne darren dave david dawn deborah delphine denis denise derek diana
    diane didier dominique donna dorothee doris dylan edith edouard edward eileen elaine eleanor elena eliane elisabeth elise
    eliot elizabeth ella ellen elodie elsa emeline emily emilie emma emmanuel emmanuelle enzo eric erica erwan estelle esther
    ethan etienne eugene eva eve evelyne ewa fabien fabienne fabrice fanny farid fatima fatou felix fernand fiona flora
    florence florent florian france frances francis francois francoise frank franck fred frederic frederique gabriel
    gabrielle gael gaelle gareth gary genevieve geoffrey george georges georgina gerald geraldine gerard germaine ghislaine
    gilbert gilles ginette gisele grace graham gregory guillaume guy gwenaelle hamid hannah harold harriet harry hassan heather
    helen helena helene henri henriette henry herve hugo hugues ian ibrahim ines ingrid irene iris isabel isabelle isaac jack
    jackie jacob jacqueline jacques jade jake james jamie jane janet janine jasmine jason jean jeanne jeannine jeff jennifer
    jenny jeremy jerome jessica jim jimmy joan joanna joanne joe joel joelle john johnny jonathan jordan joseph josette
    josephine josh joshua josiane joyce juan judith jules julia julian julie julien juliette justin justine kamel karen karim
    karin karine kate katherine kathleen kathryn katie keith kelly ken kenneth kevin khadija kim kirsty kyle laetitia lara
    latifa laura laure laurence laurent lea leah leila leo leon leonie leslie liam liliane lily lina linda lisa lise loic lola
    lorraine louis louise luc lucas lucette lucie lucien lucy ludovic luke lydia lydie lynn madeleine mael maeva magali maggie
    malika manon manuel marc marcel marcelle margaret margaux margot marguerite maria marianne marie marielle marilyn marina
    marine marion mark martha martin martine mary maryse mathias mathieu mathilde matthew matthieu maureen maurice max maxime
    megan mehdi melanie melissa meryem michael micheline michel michele michelle miguel mike mireille mohamed mohammed molly
    monique morgan morgane mounir muriel myriam nadege nadia nadine nancy naomi natacha natalie nathalie nathan neil niamh
    nicholas nick nicola nicolas nicole nina noah noel noemie nora norah odette odile olga olive oliver olivia olivier omar
    oriane oscar owen pam pamela pascal pascale patrice patricia patrick patsy paul paula paulette pauline pedro peggy peter
    philip philippe phil phoebe pierre priscilla quentin rachel rachid raphael raymond raymonde rebecca regine regis remi
    remy renaud rene renee rhys richard rita rob robert roberta robin rodolphe roger roland romain romane ronan rosalie rose
    roseline rosemary roy ruth ryan sabine sabrina said sally salima sam samantha samira samuel sandra sandrine sara sarah
    scott sean sebastien serge severine sharon sheila shirley sian simon simone siobhan sofia solange solene sonia sophia
    sophie stephane stephanie stephen steve steven stuart sue suzanne suzie sybille sylvain sylvette sylvia sylviane sylvie
    tania tara ted teresa terry thea theo theodore therese thibault thierry thomas tiffany tim timothy tina tom tony tracey
    tracy trevor tristan ursula valentin valentine valerie vanessa vera veronica veronique vicky victor victoria vincent
    violette virginia virginie viviane walter wendy wilfried will william xavier yann yannick yasmina yasmine yolande youssef
    yves yvette yvonne zoe zoubida
    """.split()
)

# Second words that end a phrase and not a name ("je suis claire sur ce point", "i am grace and", "Marie Curie").
NOT_NAMES = frozenset(
    """
    and et the sur dans avec pour qui que mais car est suis ai alors aussi merci bonjour from but who with for have has had was
    living diagnosed age aged agee ans here ici depuis since maman papa mother father mum dad sous en toujours encore comme
    comment pas plus tres trop bien plein une des les mes tes ses son mon not very so too just also new nouveau nouvelle hello
    hi team monsieur madame docteur doctor professeur humira tysabri lyrica ocrevus copaxone keppra rebif on off sep ms crohn
    fibro bipolar diabetic scottish french british english welsh irish canadian belge suisse breton bretonne francais
    francaise bump potato google house who strange quinn maladie malade atteinte atteint seule seul fine sure tired
    at in of to bon bonne moi je tu il elle nous vous when quand now desormais super happy lost ready back sorry
    hopital clinique institut centre hospital clinic foundation fondation saint sainte
    """.split()
)

# Surnames that a post about health or culture quotes without unmasking anybody.
PUBLIC_FIGURES = frozenset(
    """
    house who google strange quinn jekyll grey dolittle watson mengele phil oz barry charcot alzheimer parkinson crohn basedow
    hashimoto verneuil raynaud lyme sjogren down barre tourette asperger hodgkin curie pasteur macron dion gomez fox hawking
    roussy veil brousse herriot bernard-lyon hugo musso kariko weissman gaga freud knock house md mabuse frankenstein zhivago
    jivago evil martens scholl maboul foldingue love octopus feelgood mario richard-kimble gachet schweitzer
    """.split()
)
