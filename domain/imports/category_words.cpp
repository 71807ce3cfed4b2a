#include "domain/imports/category_words.hpp"

namespace smartfin {
namespace {

using enum category_role;

constexpr category_words incoming[] = {
    {salary,
     "salary|payroll|wages|wage|direct dep|dir dep|direct deposit payroll|paycheck|paycheque|pay "
     "cheque|"
     "adp|gusto|paychex|lohn|gehalt|lohn "
     "gehalt|bezuge|besoldung|entgelt|salaire|paie|traitement|nomina|"
     "salario|sueldo|stipendio|emolumenti|salaris|loon|wynagrodzenie|pensja|lon|palkka|ordenado|"
     "vencimento"},
    {refund,
     "refund|refunds|refunded|reversal|reversed|chargeback|cashback|cash "
     "back|reimbursement|erstattung|"
     "ruckerstattung|gutschrift "
     "retoure|retoure|storno|remboursement|avoir|reembolso|devolucion|rimborso|"
     "storno addebito|terugbetaling|zwrot|aterbetalning|tilbakebetaling|palautus|irs treas 310|tax "
     "refund|"
     "steuererstattung|returned item"},
    {other_income,
     "interest|interest paid|interest "
     "earned|dividend|dividends|zinsen|habenzinsen|dividende|dividenden|"
     "interets|intereses|interessi|rente|rentenversicherung|pension|pensions|social security|ssa "
     "treas|"
     "universal credit|child benefit|kindergeld|elterngeld|wohngeld|arbeitslosengeld|burgergeld|"
     "jobcenter|caf|pole emploi|france "
     "travail|unemployment|edd|centrelink|dwp|stimulus|pensione|inps|"
     "jubilacion|seguridad "
     "social|svb|uwv|zus|kela|forsakringskassan|nav|bafog|allowance|royalties|royalty"},
};

constexpr category_words outgoing[] = {
    {high_cost_credit,
     "payday|payday loan|cash advance|title loan|titlemax|title max|pawn|pawnshop|pawn "
     "shop|pfandhaus|"
     "ace cash express|advance america|check into cash|speedy cash|moneytree|cashnetusa|check n go|"
     "moneylion|dave inc|earnin|brigit|possible finance|opploans|netcredit|wonga|quickquid|sunny "
     "loans|"
     "lending stream|vivus|ferratum|cashper|vexcash|kredito24|amscot|check city|lendup|mr lender|"
     "drafty|moneybarn|provident|nimble|wallet wizard|cash converters"},
    {debt_collection,
     "collection agency|debt collection|collections|inkasso|coeur|eos|intrum|lowell|cabot "
     "financial|"
     "midland credit|portfolio recovery|pra group|lvnv|encore capital|creditreform|riverty inkasso|"
     "paigo|recouvrement|huissier|incasso|recobro|windykacja|kruk|bailiff|gerichtsvollzieher|"
     "lindorff"},
    {rent,
     "rent|rent payment|monthly rent|rental "
     "payment|miete|kaltmiete|warmmiete|mietzahlung|loyer|alquiler|"
     "arriendo|affitto|canone di "
     "locazione|huur|huurpenningen|czynsz|hyra|husleie|husleje|vuokra|aluguel|"
     "aluguer|renda casa|landlord|property management|apartments|vonovia|deutsche wohnen|lettings|"
     "letting agent|hausverwaltung|wohnungsbaugesellschaft"},
    {mortgage_payment,
     "mortgage|mortgage payment|mtg|mtge|hypothek|baufinanzierung|immobiliendarlehen|hypotheek|"
     "pret immobilier|hipoteca|mutuo|kredyt "
     "hipoteczny|bolan|boliglan|realkredit|asuntolaina|rocket mortgage|"
     "mr cooper|pennymac|nationstar|loancare|home loan|bausparkasse"},
    {student_loan_payment,
     "student loan|student loans|studentloan|studienkredit|navient|nelnet|mohela|great "
     "lakes|aidvantage|"
     "fedloan|edfinancial|slc|student finance|csn|lanekassen|bafog ruckzahlung|dept education|"
     "dept of education|sallie mae"},
    {vehicle_loan_payment,
     "car loan|auto loan|auto finance|car payment|car finance|vehicle finance|ally auto|ally "
     "financial|"
     "toyota financial|honda financial|gm financial|ford credit|ford motor credit|vw "
     "bank|volkswagen bank|"
     "bmw bank|mercedes benz bank|santander consumer|autokredit|autofinanzierung|chrysler "
     "capital|carmax auto|"
     "westlake|black horse|leasing auto|credit auto|prestamo coche"},
    {personal_loan_payment,
     "personal loan|loan payment|loan repayment|loan "
     "pmt|kredit|kreditrate|ratenkredit|darlehen|tilgung|"
     "credit conso|pret personnel|cofidis|cetelem|sofinco|prestamo|cuota "
     "prestamo|prestito|finanziamento|"
     "lening|krediet|rata kredytu|lendingclub|lending club|sofi|upstart|prosper|avant|onemain|one "
     "main|"
     "zopa|targobank kredit|easycredit|auxmoney|smava|klarna|klarna rate|affirm|afterpay|clearpay"},
    {groceries,
     "grocery|groceries|supermarket|supermarkt|supermarche|supermercado|supermercato|rewe|edeka|"
     "aldi|aldi sud|"
     "aldi nord|lidl|penny|netto|kaufland|norma|real markt|tegut|hit "
     "markt|globus|denns|alnatura|spar|billa|"
     "hofer|migros|coop|denner|volg|carrefour|leclerc|intermarche|auchan|monoprix|franprix|casino "
     "supermarche|"
     "super u|mercadona|eroski|alcampo|consum|hipercor|esselunga|conad|eurospin|albert heijn|ah to "
     "go|"
     "jumbo|plus supermarkt|dirk|colruyt|delhaize|tesco|sainsbury "
     "s|sainsburys|asda|morrisons|waitrose|"
     "iceland foods|ocado|co op|marks spencer|m s simply food|walmart|wal "
     "mart|kroger|safeway|albertsons|"
     "publix|whole foods|wholefds|trader joe s|trader joes|wegmans|costco|h e b|heb|aldi inc|food "
     "lion|"
     "giant eagle|stop shop|shoprite|meijer|winco|sprouts|instacart|loblaws|sobeys|no frills|"
     "woolworths|coles|iga|pak n save|countdown|biedronka|zabka|stokrotka|ica|willys|hemkop|rema "
     "1000|kiwi|"
     "meny|netto dk|fotex|bilka|k market|s market|prisma|pingo doce|continente|bigbasket|dmart|"
     "reliance fresh|backerei|bakery|boulangerie|panaderia|metzgerei|butcher"},
    {food_delivery,
     "doordash|dd doordash|uber eats|ubereats|grubhub|seamless|postmates|lieferando|deliveroo|just "
     "eat|"
     "justeat|takeaway com|wolt|foodora|glovo|swiggy|zomato|foodpanda|skip the "
     "dishes|skipthedishes|"
     "menulog|caviar|hellofresh|hello fresh|rappi|ifood|thuisbezorgd|pyszne|gorillas|flink"},
    {eating_out,
     "restaurant|restaurante|ristorante|pizzeria|pizza|trattoria|bistro|brasserie|cafe|caffe|"
     "coffee|kaffee|"
     "starbucks|mcdonald s|mcdonalds|mc donalds|burger king|kfc|wendy s|wendys|taco "
     "bell|chipotle|subway|"
     "dunkin|domino s|dominos|pizza hut|five guys|panera|panera bread|chick fil a|shake "
     "shack|greggs|"
     "pret a manger|costa coffee|nando "
     "s|nandos|wagamama|vapiano|nordsee|imbiss|doner|sushi|diner|grill|"
     "tavern|pub|kebab|tim hortons|popeyes|sonic drive in|panda express|olive garden|applebee s|"
     "gasthaus|gaststatte|kantine|canteen|mensa"},
    {utilities,
     "electric|electricity|electric bill|power company|water bill|water utility|gas "
     "bill|utility|utilities|"
     "energy|strom|stadtwerke|wasserwerk|wasser|abwasser|vattenfall|e "
     "on|eon|rwe|enbw|edf|engie|total energies|"
     "veolia|suez|enel|eni plenergy|endesa|iberdrola|naturgy|eneco|essent|british gas|octopus "
     "energy|ovo energy|"
     "bulb energy|scottish power|thames water|severn trent|pg e|pge|con edison|coned|con ed|duke "
     "energy|"
     "national grid|dominion energy|xcel energy|fpl|comed|dte energy|southern california edison|"
     "comcast|xfinity|verizon|vzwrls|at t|att|t "
     "mobile|tmobile|spectrum|vodafone|telekom|telefonica|o2|"
     "1 1 telecom|1und1|freenet|orange|sfr|bouygues telecom|free mobile|movistar|jazztel|tim "
     "telecom|"
     "wind tre|iliad|kpn|ziggo|bt group|ee limited|three mobile|sky digital|virgin media|talktalk|"
     "rundfunk|rundfunk ard|beitragsservice|gez|tv licence|tv "
     "license|telia|telenor|elisa|jio|airtel|internet|"
     "broadband|mobilfunk|phone bill|council tax"},
    {transport,
     "gas "
     "station|fuel|petrol|tankstelle|shell|esso|aral|bp|exxon|exxonmobil|chevron|texaco|mobil|"
     "sunoco|"
     "valero|repsol|cepsa|galp|agip|eni station|jet tankstelle|q8|orlen|circle "
     "k|speedway|wawa|uber|uber trip|"
     "lyft|bolt|taxi|cabify|free now|freenow|blablacar|parking|parkhaus|parkplatz|toll|peage|e "
     "zpass|ezpass|"
     "metro transit|mta|caltrain|septa|wmata|transport for london|tfl|oyster|trainline|national "
     "rail|"
     "bvg|mvg|hvv|vbb|rmv|vrr|db vertrieb|deutsche "
     "bahn|bahn|sncf|ratp|navigo|renfe|trenitalia|italo|ns groep|"
     "sbb|cff|obb|oebb|wiener linien|pkp|sj ab|vy|dsb|hsl|bus ticket|train|deutschlandticket|lime "
     "ride|"
     "tier mobility|car wash|autowasche|kfz werkstatt|garage|atu|mechanic|dmv"},
    {insurance,
     "insurance|versicherung|versicherungen|assurance|assurances|seguro|seguros|assicurazione|"
     "assicurazioni|"
     "verzekering|verzekeringen|ubezpieczenie|forsakring|forsikring|vakuutus|allianz|axa|huk "
     "coburg|huk24|"
     "ergo|generali|debeka|r "
     "v|cosmosdirekt|devk|lvm|gothaer|zurich|mapfre|maif|macif|groupama|aviva|"
     "direct line|admiral|legal general|geico|state farm|progressive|allstate|liberty mutual|usaa|"
     "nationwide insurance|metlife|prudential|lemonade|if skade|folksam|tryg|krankenkasse|"
     "techniker krankenkasse|aok|barmer|dak"},
    {health,
     "pharmacy|apotheke|pharmacie|farmacia|apotek|apotheek|apteka|apteekki|drogaria|walgreens|cvs|"
     "rite aid|"
     "boots|superdrug|doctor|dr "
     "med|arzt|arztpraxis|zahnarzt|dentist|dental|hospital|krankenhaus|klinik|"
     "clinic|clinique|clinica|hopital|medecin|medical|optician|optiker|fielmann|apollo "
     "optik|specsavers|"
     "physio|physiotherapie|labcorp|quest diagnostics|kaiser "
     "permanente|veterinary|tierarzt|doctolib"},
    {children,
     "kindergarten|kita|daycare|day care|childcare|child care|nursery|creche|guarderia|asilo nido|"
     "kinderopvang|babysitter|nanny|toys r us|child support|unterhalt "
     "kind|mothercare|babymarkt|przedszkole"},
    {education,
     "university|universitat|universite|universidad|universita|college|school|schule|ecole|tuition|"
     "studiengebuhren|semesterbeitrag|udemy|coursera|skillshare|duolingo|babbel|volkshochschule|"
     "vhs|"
     "chegg|open university|bookstore university|masterclass|academy"},
    {taxes,
     "irs|us treasury|tax payment|income tax|finanzamt|steuer|steuern|kfz steuer|einkommensteuer|"
     "bundeskasse|hmrc|impots|dgfip|tresor public|agencia tributaria|aeat|agenzia entrate|f24|"
     "belastingdienst|urzad skarbowy|skatteverket|skatteetaten|skat|verohallinto|receita federal|"
     "franchise tax board|property tax|grundsteuer|taxe fonciere"},
    {fees,
     "bank fee|monthly fee|service fee|service charge|maintenance fee|account "
     "fee|overdraft|overdraft fee|"
     "nsf fee|atm fee|late fee|foreign transaction fee|interest charge|interest charged|finance "
     "charge|"
     "annual "
     "fee|kontofuhrung|kontofuhrungsentgelt|kontogebuhr|entgeltabschluss|abschluss|sollzinsen|"
     "uberziehungszinsen|gebuhr|gebuhren|frais bancaires|frais|cotisation "
     "carte|agios|comision|comisiones|"
     "commissioni|canone conto|spese bancarie|bankkosten|oplata|prowizja|avgift|gebyr|returned "
     "check fee"},
    {investment_purchase,
     "vanguard|fidelity|schwab|charles schwab|robinhood|etrade|e trade|td "
     "ameritrade|acorns|betterment|"
     "wealthfront|trade republic|scalable capital|flatex|comdirect "
     "depot|degiro|sparplan|wertpapier|"
     "wertpapierkauf|etf|hargreaves lansdown|trading "
     "212|freetrade|etoro|coinbase|kraken|binance|bitpanda|"
     "interactive brokers|nordnet|avanza|boursorama bourse|zerodha|groww|mutual fund|sip "
     "purchase|stash"},
    {travel,
     "hotel|hotels|hostel|airbnb|booking com|expedia|agoda|hotels "
     "com|vrbo|marriott|hilton|hyatt|ibis|accor|"
     "motel|airline|airlines|airways|lufthansa|ryanair|easyjet|eurowings|wizz air|air "
     "france|klm|iberia|"
     "vueling|british airways|delta air|united air|american air|southwest|jetblue|alaska "
     "air|qantas|"
     "air canada|emirates|rent a car|car rental|hertz|avis|sixt|europcar|enterprise "
     "rent|autovermietung|"
     "flixbus|greyhound|amtrak|eurostar|tui|reiseburo|travel|viajes|jugendherberge|makemytrip|"
     "irctc"},
    {leisure,
     "netflix|spotify|disney|disney plus|disneyplus|hulu|hbo|hbo max|youtube premium|youtube|prime "
     "video|"
     "amazon prime|paramount|peacock|dazn|sky sport|apple music|apple com bill|itunes|google "
     "play|audible|"
     "deezer|twitch|patreon|steam|steamgames|steampowered|playstation|nintendo|xbox|epic "
     "games|cinema|kino|"
     "cinemaxx|uci kino|amc "
     "theatres|regal|odeon|vue|pathe|theatre|theater|museum|zoo|ticketmaster|eventim|"
     "gym|fitness|fitnessstudio|mcfit|fitx|puregym|planet fitness|la fitness|24 hour fitness|basic "
     "fit|"
     "urban sports|sportverein|golf|bowling|lotto|lottery|casino|bet365|tipico|bar|club|concert"},
    {shopping,
     "amazon|amzn|amzn mktp|amazon marketplace|amz|ebay|etsy|zalando|otto|about "
     "you|asos|shein|temu|"
     "aliexpress|wish com|allegro|bol com|coolblue|cdiscount|fnac|el corte ingles|target|best "
     "buy|ikea|"
     "home depot|lowe s|lowes|obi|bauhaus|hornbach|toom|leroy merlin|b q|argos|john lewis|media "
     "markt|"
     "mediamarkt|saturn|currys|apple store|h m|zara|primark|c a|uniqlo|gap|old "
     "navy|nike|adidas|decathlon|"
     "tk maxx|tj maxx|marshalls|ross stores|macy s|macys|nordstrom|kohl s|kohls|sephora|dm "
     "drogerie|"
     "dm drogeriemarkt|rossmann|muller drogerie|douglas|thalia|hema|kruidvat|dollar tree|"
     "dollar general|flipkart|myntra|wayfair|galeria|next retail|tchibo|deichmann"},
    {gifts,
     "donation|charity|spende|spenden|donacion|donazione|donatie|gofundme|unicef|red cross|rotes "
     "kreuz|"
     "oxfam|caritas|greenpeace|wwf|amnesty|doctors without borders|arzte ohne "
     "grenzen|church|tithe|florist|"
     "blumen|salvation army|wikimedia|betterplace|gift"},
    {vehicle_purchase,
     "autohaus|car dealer|car dealership|carmax|carvana|concessionnaire|concesionario"},
    {home_purchase, "notar anderkonto|escrow deposit|home down payment|grunderwerb"},
};

}  // namespace

std::span<const category_words> income_words() { return incoming; }
std::span<const category_words> expense_words() { return outgoing; }

}  // namespace smartfin
