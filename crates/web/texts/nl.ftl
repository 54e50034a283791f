# De teksten van de pagina's. Gewone woorden, korte zinnen, u-vorm. Elke sleutel staat ook in en.ftl.

## Rond elke pagina
skip = Naar de inhoud
menu-label = Menu
nav-privacy = Privacy
nav-cookies = Cookies
menu-privacy = Privacyverklaring
menu-cookies = Cookieverklaring
menu-my = Mijn gegevens
menu-editions = Alle edities
menu-desk-requests = Verzoeken
menu-desk-tasks = Taken
menu-desk-systems = Systemen
menu-desk-promises = Beloften
menu-desk-register = Register
menu-desk-ledger = Logboek
language-label = Taal
sign-in = Aanmelden
sign-out = Afmelden
to-home = Naar de beginpagina
to-desk = Naar de privacybalie
desk-name = Privacybalie
foot-kept-by = Gestand voert uit wat hier staat, en controleert het.
foot-contact = Vragen over uw gegevens:
foot-site = Publieke pagina’s
foot-security = Een lek melden
cancel = Annuleren
refresh = Vernieuw deze pagina
more = Meer verzoeken
more-tasks = Meer taken
filters = Filters
form-problem = Nog één ding
since = sinds { $date }
free-of-charge = Een verzoek kost u niets.

## Uitkomsten
verdict-kept = nagekomen
verdict-broken = niet nagekomen
verdict-unproven = nog niet aangetoond
verdict-void = vervallen: de wet gaat voor
tally-words = Van { $total } beloften: { $kept } nagekomen, { $broken } niet nagekomen, { $unproven } nog niet aangetoond, { $void } vervallen omdat de wet voorgaat.

## Rechten
right-access = Inzage
right-rectification = Rectificatie
right-erasure = Wissen
right-restriction = Beperking
right-portability = Overdracht
right-objection = Bezwaar
right-withdrawal = Intrekken van toestemming
right-human-review = Blik van een mens
right-complaint = Klacht
asked-access = Een kopie van mijn gegevens
asked-rectification = Mijn gegevens verbeteren
asked-erasure = Mijn gegevens wissen
asked-restriction = Het gebruik van mijn gegevens beperken
asked-portability = Mijn gegevens meenemen naar een ander
asked-objection = Bezwaar tegen het gebruik van mijn gegevens
asked-withdrawal = Mijn toestemming intrekken
asked-human-review = Een mens laten kijken naar een besluit
asked-complaint = Een klacht

## Hoe ver een verzoek is
track-label = Hoe ver uw verzoek is
stage-received = Ontvangen
stage-deciding = Beoordelen
stage-running = Uitvoeren
stage-identifying = Vaststellen wie u bent
stage-in-part = Deels beantwoord
stage-answered = Afgerond
stage-refused = Afgewezen
stage-withdrawn = Ingetrokken
stage-received-means = Wij hebben uw verzoek en zoeken nu op waar gegevens van u staan.
stage-deciding-means = Wij hebben opgezocht wat er van u is. Een medewerker kijkt het na en beslist.
stage-running-means = Uw verzoek is goedgekeurd en wordt nu in elk systeem uitgevoerd.
stage-identifying-means = Wij hebben uw verzoek. Wij vragen u eerst te laten zien dat u het bent.
stage-in-part-means = U hebt antwoord van alles wat wij zelf konden doen. Op een leverancier wachten wij nog.
stage-answered-means = Uw verzoek is afgerond.
stage-refused-means = Wij hebben uw verzoek afgewezen. Hieronder staat waarom, en wat u kunt doen.
stage-withdrawn-means = U hebt dit verzoek ingetrokken. Er is niets uitgevoerd.
place-behind = gedaan
place-here = hier is uw verzoek nu
place-arrived = klaar
place-ahead = komt nog
step-waiting = wacht
step-busy = bezig
step-retrying = opnieuw proberen
step-done = gereed
step-by-hand = met de hand
step-stuck = hulp nodig
step-retrying-means = Dit systeem is even niet bereikbaar. Wij proberen het vanzelf opnieuw.
step-by-hand-means = Hier is geen koppeling mee. Wij hebben om uw gegevens gevraagd en wachten op antwoord.
step-stuck-means = Dit lukt niet vanzelf. Een medewerker kijkt ernaar.

## Wat er met een verzoek gebeurde
happened-request-filed = Ingediend
happened-identity-asked = Gevraagd wie het is
happened-identity-proved = Vastgesteld wie het is
happened-identity-refused = Bewijs niet aanvaard
happened-plan-made = Opgezocht wat er is
happened-plan-dropped = Plan vervallen, wordt opnieuw gemaakt
happened-request-approved = Goedgekeurd
happened-request-halted = Alles is gestopt
happened-request-released = De stop is voorbij
happened-request-told = De betrokkene is vooraf ingelicht
happened-request-judged = Een medewerker heeft opgeschreven wat hij vond
happened-request-refused = Afgewezen
happened-request-passed-on = Doorgegeven aan wie verantwoordelijk is
happened-request-extended = Termijn verlengd
happened-request-withdrawn = Ingetrokken
happened-request-deferred = Wacht op een ander verzoek
happened-request-resumed = Gaat verder
happened-request-begun = Begonnen met uitvoeren
happened-step-started = Systeem begonnen
happened-step-done = Systeem gereed
happened-step-failed = Systeem niet gelukt
happened-task-closed = Antwoord van een ontvanger
happened-task-sent = Brief aan een ontvanger verstuurd
happened-task-acknowledged = Een ontvanger bevestigde de brief
happened-task-reminded = Herinnering aan een taak
happened-task-answer-kept = Bestand van een ontvanger bewaard
happened-task-answer-collected = Bestand van een ontvanger opgehaald
happened-task-answer-destroyed = Bestand van een ontvanger vernietigd
happened-request-executed = Alle systemen gereed
happened-answer-sealed = Antwoord ingepakt
happened-answer-announced = Bericht gestuurd
happened-request-answered-in-part = Deels beantwoord
happened-request-answered = Beantwoord
happened-answer-collected = Antwoord opgehaald
happened-answer-destroyed = Antwoord verwijderd
happened-handover-opened = Rechtstreeks doorgeven gevraagd
happened-handover-done = Doorgegeven aan een ander
happened-handover-failed = Doorgeven lukte niet
happened-handover-revoked = Doorgeven ingetrokken
happened-status-told = Ander systeem op de hoogte gebracht
happened-status-untold = Ander systeem was niet te bereiken
happened-request-closed = Afgesloten
happened-request-forgotten = Aanvrager vergeten
happened-message-sent = E-mail verstuurd
happened-message-failed = E-mail niet verstuurd
happened-message-bounced = E-mail kwam terug
happened-message-taken = De persoon schreef terug
happened-data-seen = Gegevens bekeken
happened-redaction-decided = Weggelaten wat van anderen is
happened-address-change-told = Oude adres ingelicht

## Wat er met gegevens gebeurt
outcome-copied = gekopieerd
outcome-deleted = verwijderd
outcome-anonymised = geanonimiseerd
outcome-kept = bewaard
outcome-reported = blijft staan
outcome-mentioned = bij anderen vermeld
outcome-corrected = verbeterd
outcome-unchanged = mag niet veranderen
outcome-restricted = op pauze
outcome-lifted = weer in gebruik
outcome-listed = uitgesloten
outcome-unlisted = niet meer uitgesloten
planned-copied = wordt gekopieerd
planned-deleted = wordt verwijderd
planned-anonymised = wordt geanonimiseerd
planned-kept = wordt bewaard
planned-reported = blijft staan
planned-mentioned = wordt bij anderen vermeld
planned-corrected = wordt verbeterd
planned-unchanged = mag niet veranderen
planned-restricted = gaat op pauze
planned-lifted = komt weer in gebruik
planned-listed = wordt uitgesloten
planned-unlisted = wordt niet meer uitgesloten
kept-until = tot { $date }
kept-between = tot een dag tussen { $first } en { $last }
held-by = Bij { $holder }
others-stay-you = { $count ->
    [one] In 1 tekst van een ander wordt u genoemd. Die blijft staan.
   *[other] In { $count } teksten van anderen wordt u genoemd. Die blijven staan.
}
others-stay = { $count ->
    [one] In 1 tekst van een ander wordt deze persoon genoemd. Die blijft staan.
   *[other] In { $count } teksten van anderen wordt deze persoon genoemd. Die blijven staan.
}

## Meldingen
notice-filed = Uw verzoek is ingediend. U krijgt er bericht van per e-mail.
notice-approved = Goedgekeurd. De uitvoering is begonnen.
notice-refused = Afgewezen. De aanvrager krijgt de reden per e-mail.
notice-task-closed = De taak is afgesloten.
notice-letter-queued = De brief gaat per mail weg.
notice-letter-sent = Vastgelegd: u hebt de brief verstuurd.
notice-task-acknowledged = Vastgelegd: de ontvanger heeft de brief.
notice-answer-kept = Het bestand is bewaard.
notice-rows-decided = Uw besluit is vastgelegd.
notice-withdrawn = Uw verzoek is ingetrokken.
notice-handover-begun = Wij sturen de gegevens. Hieronder ziet u hoe het gaat.
notice-handover-revoked = Ingetrokken. Niemand kan de gegevens op deze manier nog ophalen.
notice-replanned = De systemen worden opnieuw doorzocht.
notice-tried-again = Er wordt nu opnieuw geprobeerd. Vernieuw de pagina om te zien hoe het afliep.
notice-signed-out = U bent afgemeld.

## Beginpagina
home-title = Wat wij beloven over uw gegevens, en of wij dat doen
home-lead = { $organisation } schrijft één keer op wat er met persoonsgegevens gebeurt. Diezelfde tekst stuurt onze systemen aan. Bij elke belofte staat of wij haar nakomen.
home-tiles = Elke tegel is één van onze { $total } beloften
home-checked = Laatst gecontroleerd op { $date }.
gaps-title = Wat de wet ook verlangt
gaps-text = Dit staat in geen belofte, maar de wet verlangt het wel. Wij meten het op dezelfde manier.
home-doors = Lezen en vragen
home-privacy = Welke gegevens wij van u hebben, waarom, hoe lang, en wie ze krijgt.
home-cookies = Wat onze website op uw apparaat bewaart, en wat u daarover te zeggen hebt.
home-my = Vraag een kopie, laat u vergeten, volg uw verzoek. U krijgt binnen { $term } antwoord.
home-edition = De tekst die nu geldt
home-edition-text = Editie { $label } geldt vanaf { $date }. Een uitgegeven tekst verandert nooit meer; een nieuwe krijgt een eigen datum.
all-editions = Alle edities
home-contact = Een vraag of een klacht
home-contact-text = Stel uw vraag aan: { $name },
home-complaint = Vindt u dat wij het niet goed doen, dan kunt u een klacht indienen bij de

## Beleid
one-month = één maand
table = Tabel
contents = Inhoud
doc-edition = Editie
doc-in-force = Geldt vanaf
doc-was-in-force = Gold vanaf
doc-hash = Controlegetal
doc-history = Geschiedenis
clause = Belofte { $id }
clause-link = Verwijzing naar { $id }
clause-verdict = Hoe het met belofte { $id } staat
edition-past-label = Oude editie
edition-past = Deze tekst geldt niet meer.
edition-past-days = Zij gold van { $from } tot en met { $until }.
edition-coming-label = Toekomstige editie
edition-coming = Deze tekst geldt nog niet.
edition-coming-day = Zij gaat in op { $from }.
edition-to-current = Lees de tekst die nu geldt
editions-title = Alle edities
editions-lead = Elke tekst die wij ooit hebben uitgegeven, onveranderd. Het controlegetal laat zien dat er daarna geen letter is gewijzigd.
editions-none = Er is nog geen editie uitgegeven.
editions-feed = Volg nieuwe edities (Atom)
changes-link = Wat er veranderde
changes-title = Wat versie { $version } verandert
changes-lead = Versie { $to } geldt vanaf { $day }. Hier ziet u elk verschil met versie { $from }. Door te blijven gebruiken stemt u nergens mee in.
change-widening = ruimer
change-narrowing = strenger
change-wording = andere woorden
changes-again = Waarvoor wij opnieuw toestemming vragen
changes-again-why = Uw eerdere toestemming geldt niet voor wat erbij komt. Tot u opnieuw kiest, gebeurt het niet.
changes-facts = Wat er anders wordt gedaan
changes-words = Wat er anders staat
changes-words-how = Weggehaalde woorden zijn doorgestreept, nieuwe woorden onderstreept.
changes-gone = weg:
changes-new = nieuw:
changes-none = Er is niets veranderd.
standing-in-force = geldt nu
standing-past = geldt niet meer
standing-coming = komt eraan
edition-days = Van { $from } tot en met { $until }.
edition-from = Vanaf { $from }.
edition-promises = { $count ->
    [one] Eén belofte.
   *[other] { $count } beloften.
}

## Aanmelden
sign-in-lead = Zie waar gegevens van u staan, vraag een kopie, of laat u vergeten. U hebt geen wachtwoord nodig: wij sturen een code naar uw e-mailadres.
email = E-mailadres
email-hint = Het adres waaronder u bij ons bekend bent.
sign-in-why = Waarom een code? Wij geven gegevens alleen aan wie ze toebehoren. Wie de code kan lezen, heeft het adres dat wij al kenden.
send-code = Stuur mij een code
code-title = Vul de code in
code-lead = Kennen wij dat adres, dan staat er nu een bericht met een code in uw postvak. De code is { $minutes } minuten geldig.
code = Code
code-hint = Zes cijfers, uit het bericht dat wij u stuurden.
code-missing = Geen bericht gekregen? Kijk bij de ongewenste post, of
code-again = vul uw adres opnieuw in
error-email = Vul een e-mailadres in, zoals naam@school.example.
error-code = Deze code klopt niet of is niet meer geldig. Vraag zo nodig een nieuwe aan.
error-code-attempts = Er is te vaak een verkeerde code ingevuld. Vraag een nieuwe aan.
desk-sign-in = Aanmelden bij de privacybalie
desk-sign-in-lead = Voor medewerkers die verzoeken over persoonsgegevens behandelen. U krijgt een code per e-mail.
desk-email-hint = Uw werkadres.

## Mijn gegevens
signed-in-as = Aangemeld als
my-requests = Uw verzoeken
my-requests-none = U hebt nog niets gevraagd.
card-facts = { $reference } · gevraagd op { $date }
card-due = Uiterlijk op { $date } hebt u antwoord.
card-refused = Lees waarom, en wat u kunt doen.
collect = Haal uw antwoord op
my-ask = Wat wilt u doen?
offer-copy = Een kopie van mijn gegevens
offer-copy-text = Alles wat wij en onze leveranciers van u hebben, in één bestand. Binnen { $term }.
offer-correct = Verbeter een gegeven
offer-correct-text = Klopt er iets niet? Wij verbeteren het overal en zeggen het ook tegen wie het van ons kreeg.
offer-pause = Zet mijn gegevens op pauze
offer-pause-text = Wij bewaren uw gegevens, maar gebruiken ze niet tot u de pauze opheft.
offer-take = Neem mijn gegevens mee
offer-take-text = Uw gegevens in bestanden die een ander kan inlezen. Uw account blijft gewoon bestaan.
offer-object = Maak bezwaar
offer-object-text = Wij stoppen meteen. Bij reclame voorgoed; anders bekijken wij of u gelijk hebt.
offer-withdraw = Trek mijn toestemming in
offer-withdraw-text = Wat u ons toestond, stopt direct. U krijgt er bericht van.
offer-forget = Vergeet mij
offer-forget-text = Wij wissen uw gegevens overal waar dat kan, en zeggen u precies wat wij moeten bewaren en tot wanneer.
offer-stop = Ik stop met de dienst
offer-stop-text = U zegt op. Wij sluiten af en vergeten u daarna; eerst kunt u een kopie krijgen.

## Een kopie vragen
copy-lead = U krijgt alles wat over u gaat: wat u ons gaf, wat wij van anderen kregen, en wat vanzelf is vastgelegd.
copy-step-1 = Wij zoeken in elk systeem en bij elke leverancier.
copy-step-2 = Een medewerker kijkt na dat er niets van een ander tussen staat.
copy-step-3 = Binnen { $term } krijgt u bericht met een verwijzing, op het adres dat wij kennen:
copy-contents = In het bestand: leesbare pagina’s, dezelfde gegevens voor een computer (JSON en CSV), wie ze voor ons bewaart, en een lijst met controlegetallen.
copy-send = Vraag mijn kopie aan

## Vergeten worden, stoppen
forget-lead = Wij wissen wat wij van u hebben. Dat kan niet ongedaan worden gemaakt.
stop-lead = U zegt de dienst op. Wij sluiten uw account en wissen daarna wat wij van u hebben.
forget-what = Wat er gebeurt
forget-deleted = Uw account en alles wat alleen over u gaat, verwijderen wij.
forget-anonymised = Wat anderen nodig hebben, zoals uw bijdragen in een cursus, blijft staan zonder uw naam.
forget-told = Leveranciers die gegevens van u hebben, vragen wij hetzelfde te doen.
forget-kept = Wat wij moeten bewaren
forget-kept-text = Hiervan wissen wij alles wat niet verplicht is. De rest verdwijnt vanzelf zodra de termijn om is.
forget-confirm = Ja, wis mijn gegevens
forget-confirm-hint = Ik weet dat dit niet ongedaan kan worden gemaakt.
forget-send = Vergeet mij
forget-term = U krijgt binnen { $term } bericht van wat er is gewist en wat er is bewaard, op
stop-copy-first = Stuur mij eerst een kopie van mijn gegevens
stop-copy-first-hint = Wij wissen pas als u de kopie hebt kunnen ophalen.
stop-send = Stop en vergeet mij
error-confirm = Vink aan dat wij uw gegevens mogen wissen.
what-you-asked = Wat u vroeg
answer-goes-to = U krijgt binnen { $term } antwoord op
correct-lead = Vul in wat er niet klopt en wat het moet zijn. De rest laat u leeg.
correct-was = Staat er nu (als u het weet)
correct-to = Moet worden
correct-hint = Facturen die al zijn verstuurd, mogen wij niet veranderen. Daarin blijft het oude gegeven staan.
correct-step-1 = Wij zoeken het gegeven op in al onze systemen en verbeteren het overal waar het staat.
correct-step-2 = Bedrijven die het van ons kregen, vragen wij hetzelfde te doen.
correct-step-3 = U leest binnen { $term } wat er is veranderd, in een bericht aan
correct-send = Vraag om verbetering
error-nothing-to-correct = Vul bij minstens één gegeven in wat het moet worden.
error-correction-missing = U vulde in wat er nu staat. Vul ook in wat het moet worden.
error-correction-same = Wat er staat en wat het moet worden, is hetzelfde. Vul iets anders in.
error-correction-odd = Een waarde is te lang, of er staat een regeleinde in. Gebruik hooguit 500 tekens op één regel.
pause-lead = Wij bewaren uw gegevens, maar doen er verder niets mee.
pause-step-1 = Een medewerker bekijkt uw verzoek.
pause-step-2 = Daarna staan uw gegevens op pauze. In de leeromgeving kunt u dan niet inloggen.
pause-step-3 = De pauze duurt tot u haar opheft. Moet zij van de wet eindigen, dan hoort u dat vooraf.
pause-send = Vraag om een pauze
take-lead = U krijgt al uw gegevens in bestanden die een andere aanbieder kan inlezen.
take-step-1 = Wij halen op wat wij en onze leveranciers van u hebben.
take-step-2 = U krijgt het als leesbare pagina’s, als tabellen (CSV) en als gegevens voor computers (JSON-LD).
take-step-3 = Uw account en uw dienst blijven zoals ze zijn.
take-send = Vraag mijn gegevens
object-lead = U hoeft niets te bewijzen. Wij stoppen zodra u op de knop drukt.
object-step-1 = Wij stoppen meteen, in al onze systemen, en vragen onze leveranciers hetzelfde.
object-step-2 = Bij reclame is het daarmee klaar. Anders bekijken wij of u gelijk hebt; tot die tijd blijft het gestopt.
object-step-3 = Krijgt u gelijk, dan krijgt u eerst een kopie en wissen wij daarna die gegevens.
object-against = Waartegen maakt u bezwaar?
stops-marketing = Reclame en nieuwsbrieven
stops-marketing-means = Stopt direct en voorgoed. Berichten over uw bestelling of uw account blijven komen.
stops-interests = Alles wat wij doen in ons eigen belang
stops-interests-means = Stopt direct, ook uw account in de leeromgeving. Daarna bekijken wij uw bezwaar.
object-reasons = Wilt u iets uitleggen?
object-reasons-hint = Dat hoeft niet. Hooguit 4000 tekens.
error-reasons-long = Uw uitleg is te lang. Gebruik hooguit 4000 tekens.
object-send = Maak bezwaar
withdraw-lead = U gaf ons toestemming voor iets. Die kunt u altijd weer intrekken.
withdraw-step-1 = Alles wat op uw toestemming rust, stopt direct.
withdraw-step-2 = Wij zeggen het ook tegen de bedrijven die er iets mee doen.
withdraw-step-3 = Wat wij eerder met uw toestemming deden, blijft geldig.
withdraw-send = Trek mijn toestemming in
lift-pause = Hef de pauze op
lift-pause-hint = Wij sturen u eerst een bericht. Daarna gebruiken wij uw gegevens weer zoals daarvoor.

## Een verzoek volgen
facts = Uw verzoek
reference = Kenmerk
filed = Ingediend
answered = Beantwoord
due-at-latest = Antwoord uiterlijk
what-happened = Wat er gebeurde
per-system = Per systeem
refusal-why = Waarom wij dit afwijzen
complaint = Niet tevreden? U kunt altijd een klacht indienen bij de
complaint-court = Ook kunt u naar de rechter.
complain-how = Zo dient u een klacht in
complain-title = Een klacht indienen
complain-lead = Vindt u dat wij iets niet goed doen met uw gegevens? U kunt op drie plekken terecht. U mag zelf kiezen welke, en in welke volgorde.
complain-us = Bij ons
complain-us-text = Vaak is dit het snelst. Een mens leest wat u schrijft en antwoordt zelf: { $name },
complain-words = Waarover klaagt u?
complain-words-hint = Schrijf wat er gebeurde, wanneer, en wat u wilt. Hooguit 4000 tekens.
complain-send = Verstuur de klacht
complain-signed-in = Dien uw klacht in via Mijn gegevens
complain-form = of zonder in te loggen
complain-authority = Bij de toezichthouder
complain-authority-text = Klagen kost niets. Noem wat u al met ons hebt besproken; verplicht is dat niet.
complain-court = Bij de rechter
complain-court-text = Bent u het niet eens met een antwoord van ons, dan kunt u de rechtbank vragen om te beslissen. Doe dat binnen { $term } na ons antwoord.
complain-take = Dit helpt
complain-take-reference = het kenmerk van uw verzoek, als u dat hebt
complain-take-answer = ons antwoord, of de datum waarop u iets vroeg als er geen antwoord kwam
complain-take-dates = wat er gebeurde en wanneer
complain-free = Wie klaagt, merkt daar bij ons niets van: wij helpen u daarna even goed.
offer-complain-text = Bij ons, bij de toezichthouder of bij de rechter. Hier staat hoe.
error-complaint = Schrijf op waarover u klaagt.
judgement-title = Wat wij vonden
found-upheld = Een mens heeft het besluit bekeken. Het blijft zoals het was.
found-changed = Een mens heeft het besluit bekeken en veranderd.
found-not-automated = Geen computer nam dit besluit.
found-replied = Ons antwoord
offer-review = Laat een mens naar een besluit kijken
offer-review-text = Nam een computer alleen een besluit over u? Een mens bekijkt het opnieuw.
review-lead = Hebt u een besluit gekregen dat een computer nam, zonder dat een mens meekeek? Dan bekijkt een medewerker het alsnog.
review-step-1 = U zegt om welk besluit het gaat en wat u ervan vindt.
review-step-2 = Een medewerker die het besluit mag veranderen, bekijkt het en leest wat u schrijft.
review-step-3 = U hoort wat die vond en waarom.
review-decision = Om welk besluit gaat het?
review-decision-hint = Bijvoorbeeld: mijn bestelling op rekening is geweigerd.
review-words = Wat vindt u ervan?
review-send = Vraag een mens
error-decision-missing = Schrijf op om welk besluit het gaat, in hooguit 500 tekens.
ask-say = Alleen bij een besluit of een klacht: vertel erover
ask-say-words = Wat wilt u zeggen?
judge-review = Bekijk het besluit zelf, ook de gegevens waarop het rust. U mag het veranderen. Schrijf daarna op wat u vond.
judge-complaint = Lees de klacht en schrijf uw antwoord. Waar iemand verder terechtkan, zetten wij eronder.
judge-unknown = Wij weten niet zeker wie dit is. Zet niets over een persoon in uw antwoord, of vraag eerst wie het is.
judge-found = Wat vond u?
judge-words = Uw antwoord
judge-words-hint = De aanvrager leest deze tekst letterlijk. Zolang het antwoord niet is verstuurd, kunt u hem veranderen.
judge-save = Leg het antwoord vast
judge-save-again = Verander het antwoord
judge-send = Verstuur het antwoord
judge-send-hint = Daarna staat het vast.
error-found = Kies wat u vond.
error-judge-words = Schrijf uw antwoord op, in hooguit 4000 tekens.
notice-judged = Het antwoord is vastgelegd. Het is nog niet verstuurd.
told-title = Wie is ingelicht
offer-told-text = Zie welke ontvangers hoorden dat uw gegevens zijn verbeterd, gewist of gepauzeerd.
told-lead = Verbeteren, wissen of pauzeren wij uw gegevens, dan vertellen wij dat aan iedereen die ze van ons kreeg. Hier staat wie het is, hoe zij het hoorden en wat zij ermee deden.
told-none = Er is nog niets verbeterd, gewist of gepauzeerd. Er hoefde dus niemand te worden ingelicht.
told-erased = Zijn al uw gegevens gewist, dan weten wij daarna niet meer welk verzoek van u was. Wie toen is ingelicht, staat in de bevestiging die u kreeg.
told-others = Zonder eigen systeem
told-others-text = Deze ontvangers noemt ons beleid ook. Wij houden nergens bij dat zij gegevens van u kregen; zij worden daarom niet vanzelf ingelicht. Denkt u dat zij iets van u hebben, laat het ons weten.
told-receipt = Bewijs
told-changed = Door ons aangepast
told-waiting = Wordt aangepast
told-ready = Brief ligt klaar
told-mailed = Brief gemaild
told-sent = Brief verstuurd
told-acknowledged = Bevestigd
told-done = Gedaan
told-nothing-held = Had niets van u
told-refused = Deed het niet
told-silent = Antwoordde niet
redact-title = Wat van anderen is, weglaten
redact-back = Terug naar het verzoek
redact-lead = In deze teksten staat misschien iets over anderen. Aangevinkt is wat wij denken dat weg moet. Kijk het na: wat aangevinkt blijft, krijgt de aanvrager niet te zien. De rest van de tekst wel (AVG art. 15 lid 4).
redact-offer = In de teksten van deze kopie kan iets over anderen staan.
redact-decided = Wat wordt weggelaten, is vastgelegd op { $at }.
redact-none = In de teksten van deze kopie vonden wij niets dat op gegevens van anderen lijkt.
redact-mention = Tekst van een ander
redact-more = Er zijn nog { $count } teksten. Wat daarin op gegevens van anderen lijkt, wordt weggelaten.
redact-words = Ook weglaten, overal waar het staat
redact-words-hint = Een naam of woord per regel. Hoofdletters maken niet uit.
redact-save = Leg vast wat weg blijft
redact-files = Bestanden die iemand zelf heeft geüpload, gaan mee zoals ze zijn. Verandert een tekst hierna nog, dan wordt alles weggelaten wat daarin op gegevens van anderen lijkt.
redact-email = e-mailadres
redact-phone = telefoonnummer
redact-citizen-number = burgerservicenummer
redact-name = naam
error-redact-words = Geef hooguit 50 woorden op, elk van hooguit 100 tekens.
notice-redacted = Vastgelegd wat er uit de kopie wegblijft.
bounces-title = Mail die terugkwam
bounces-lead = Deze berichten kwamen niet aan. Een antwoord raakt daardoor niet kwijt: een kopie die klaarstaat, blijft 30 dagen langer bewaard.
bounces-none = Er kwam geen mail terug.
inbox-bounced = { $count ->
    [one] 1 bericht kwam terug
   *[other] { $count } berichten kwamen terug
}
bounce-hard = Komt daar nooit aan
bounce-soft = Kwam nu niet aan
bounce-ended = Afgehandeld
bounce-address = Het adres bestaat niet.
bounce-mailbox = De postbus neemt niets aan, bijvoorbeeld omdat die vol is.
bounce-policy = De mailserver van de ontvanger weigert onze mail.
bounce-other = De mailserver kon het niet bezorgen.
bounce-again = Meld opnieuw dat het antwoord er is
bounce-end = Van de lijst
bounce-nobody = Wij weten niet meer naar welk adres dit moet.
notice-mailed-again = Het antwoord is opnieuw aangekondigd.
notice-bounce-ended = Van de lijst gehaald.
left-out-you = { $count ->
    [one] In één tekst lieten wij weg wat over anderen gaat (AVG art. 15 lid 4).
   *[other] In { $count } teksten lieten wij weg wat over anderen gaat (AVG art. 15 lid 4).
}
withdraw = Trek dit verzoek in
related-waits = Dit verzoek wacht op
related-belongs = Dit verzoek hoort bij
archive-ready = Uw kopie staat klaar
archive-ready-text = Eén zip-bestand. Begin met index.html: dat opent in uw browser.
sealed-title = Kopie met wachtzin
sealed-lead = Zo kunt u de kopie veilig bewaren of doorgeven. Alleen wie de wachtzin kent, kan haar openen.
sealed-lead-post = Zet dit bestand op een stick of stuur het per post. Geef de wachtzin langs een andere weg, zoals de telefoon.
sealed-words = De wachtzin
sealed-once = Schrijf haar nu op. Wij bewaren haar niet en kunnen haar niet opnieuw tonen.
sealed-download = Haal de verzegelde kopie op
sealed-how = Openen kan met het gratis programma age:
sealed-offer = Of haal haar op met een wachtzin erop
sealed-post = Wie de aanvrager is, is beoordeeld. De kopie kan daarom ook per post:
handover-offer = Of laat ons haar rechtstreeks aan een ander geven
handover-offer-desk = U kunt de kopie ook rechtstreeks aan een ander geven:
handover-title = Rechtstreeks doorgeven
handover-back = Naar het verzoek
handover-lead = Stapt u over? Wij geven uw gegevens dan rechtstreeks aan de andere organisatie. Bij ons verandert er niets: uw account blijft bestaan.
handover-lead-desk = De aanvrager wil dat de kopie naar een andere organisatie gaat. Doe dit alleen zoals de aanvrager het vroeg.
handover-copy = De kopie is { $size } groot en staat klaar tot { $until }.
handover-by-link = Met een link
handover-by-link-text = De link werkt één keer en hooguit een week. Geef haar alleen aan de organisatie die de gegevens krijgt: wie de link heeft, kan ze ophalen.
handover-make-link = Maak een link
handover-link-made = De link
handover-link-once = Kopieer de link nu. Wij bewaren haar niet en kunnen haar niet opnieuw tonen. Zij werkt tot { $until }.
handover-by-address = Naar een adres
handover-by-address-text = Gaf de andere organisatie een adres om de gegevens heen te sturen? Vul het hier in. Wij sturen ze één keer.
handover-address = Adres van de ontvanger
handover-address-hint = Het begint met https://
handover-way = Hoe sturen
handover-way-hint = Zegt de ontvanger niets, kies dan PUT.
handover-send = Stuur de gegevens
handover-earlier = Wat u doorgaf
handover-a-link = Een link
handover-an-address = Gestuurd naar
handover-link-open = nog niet gebruikt
handover-waits = wordt gestuurd
handover-collected = opgehaald
handover-arrived = aangekomen
handover-failed = niet gelukt
handover-revoked = ingetrokken
handover-expired = verlopen
handover-asked = Gevraagd op { $at }
handover-ended = klaar op { $at }
handover-until = geldig tot { $at }
handover-again = Wij proberen het weer op { $at }.
handover-status = Antwoord van de ontvanger
handover-went = SHA-256 van wat er ging
handover-revoke = Intrekken
handover-stays = Doorgeven sluit niets af. Wilt u dat wij uw gegevens daarna wissen, vraag dat dan apart.
handover-why-redirect = De ontvanger verwijst door naar een ander adres. Dat volgen wij niet. Vraag om het juiste adres.
handover-why-refused = De ontvanger neemt het bestand niet aan. Vraag om een nieuw adres.
handover-why-busy = De ontvanger kan het bestand nu niet aannemen.
handover-why-slow = De ontvanger deed er te lang over.
handover-why-broken = De verbinding brak af. Vraag de ontvanger of het bestand is aangekomen.
handover-why-large = Het bestand is te groot om te sturen. Maak een link.
handover-why-private = Dit adres ligt niet op het openbare internet.
handover-why-gone = De kopie bestond niet meer.
handover-why-source = Het bestand was niet te lezen. Neem contact met ons op.
handover-why-unreachable = De ontvanger was niet te bereiken.
handover-offered = Er staat een bestand voor u klaar
handover-offered-text = { $organisation } geeft u de gegevens van iemand die dat heeft gevraagd.
handover-offered-once = U kunt het één keer ophalen, tot { $until }. Daarna werkt deze link niet meer.
handover-collect = Haal het bestand op
handover-program = Een programma haalt het bestand op met het adres dat u kreeg:
archive-download = Download de kopie
archive-until = Op te halen tot
archive-collected = Eerder opgehaald
archive-times = { $count ->
    [one] 1 keer
   *[other] { $count } keer
}
archive-gone = De kopie is verwijderd
archive-gone-text = Wij bewaren een antwoord niet langer dan nodig.
archive-ask-again = Vraag een nieuwe kopie aan

## Privacybalie: verzoeken
filter-open = Open
filter-closed = Afgesloten
filter-every-right = Alle rechten
filter-all = Alle
search-number = Nummer
search-stage = Hoe ver
search-channel = Binnengekomen
search-any = Alles
search-go = Zoek
search-clear = Zoekopdracht wissen
search-by-address = Zoek op e-mailadres
search-address = E-mailadres van de aanvrager
search-address-hint = Het adres komt niet in de adresbalk en wordt nergens bewaard. De aanvrager ziet dat u keek.
search-found = { $count ->
    [one] Eén verzoek van dit adres.
   *[other] { $count } verzoeken van dit adres.
}
search-none = Niets gevonden.
keys-title = Toetsen
keys-down = Volgende in de lijst
keys-up = Vorige in de lijst
keys-enter = Openen
keys-search = Naar het zoekveld
keys-help = Dit overzicht
keys-on = Deze toetsen gebruiken
keys-close = Sluiten
inbox-none-open = Er ligt niets. Nieuwe verzoeken verschijnen hier vanzelf.
inbox-none-closed = Er is nog niets afgesloten.
days-left = nog { $days ->
    [one] 1 dag
   *[other] { $days } dagen
}
days-late = { $days ->
    [one] 1 dag te laat
   *[other] { $days } dagen te laat
}
due-today = vandaag
problems = { $count ->
    [one] 1 systeem heeft hulp nodig
   *[other] { $count } systemen hebben hulp nodig
}
end-of-service = einde van de dienst
end-of-service-text = De aanvrager stopt met de dienst.
filed-on = ingediend op { $date }
closed-on = afgesloten
drill = oefening

## Gronden om af te wijzen
ground-manifestly-unfounded = Kennelijk ongegrond (AVG art. 12 lid 5)
ground-excessive = Buitensporig, vooral door herhaling (AVG art. 12 lid 5)
ground-identity-not-proved = Niet gebleken wie het vraagt (AVG art. 12 lid 6)
ground-not-the-controller = Een ander is verantwoordelijk, zoals de school
ground-legal-obligation = De wet verplicht tot bewaren (AVG art. 17 lid 3 onder b)
ground-legal-claims = Nodig voor een rechtsvordering (AVG art. 17 lid 3 onder e)
ground-rights-of-others = Het zou anderen schaden (AVG art. 15 lid 4)
ground-right-does-not-apply = Aan de voorwaarden van dit recht is niet voldaan

## Privacybalie: één verzoek
decide-title = Uw beslissing
decide-access = Er komen { $rows ->
    [one] 1 gegeven
   *[other] { $rows } gegevens
} uit { $systems ->
    [one] 1 systeem
   *[other] { $systems } systemen
} in de kopie.
decide-erasure = Er worden { $deleted ->
    [one] 1 gegeven
   *[other] { $deleted } gegevens
} verwijderd, { $anonymised } geanonimiseerd en { $kept } bewaard. Wissen kan niet ongedaan worden gemaakt.
decide-correction = Er worden { $values ->
    [one] 1 waarde
   *[other] { $values } waarden
} verbeterd in { $systems ->
    [one] 1 systeem
   *[other] { $systems } systemen
}. De leveranciers hieronder krijgen een brief.
decide-restriction = Er worden { $rows ->
    [one] 1 regel
   *[other] { $rows } regels
} op pauze gezet in { $systems ->
    [one] 1 systeem
   *[other] { $systems } systemen
}. Tot de pauze eindigt, mag niemand deze gegevens gebruiken.
decide-lift = De pauze eindigt. De betrokkene krijgt eerst bericht; daarna komen de gegevens weer in gebruik.
lift-desk = De pauze beëindigen
lift-desk-hint = Moet de pauze van de wet eindigen? De betrokkene krijgt eerst bericht; daarna komen de gegevens weer in gebruik.
told-first = De betrokkene moet dit eerst horen. Dat gebeurt per e-mail; daarna gaat het vanzelf verder.
told-otherwise = Ik heb het op een andere manier verteld
notice-told = Vastgelegd. De pauze wordt nu opgeheven.
decide-objection = Alles is al gestopt. Krijgt de betrokkene gelijk, dan krijgt hij een kopie; daarna worden { $deleted ->
    [one] 1 regel
   *[other] { $deleted } regels
} verwijderd en { $anonymised } geanonimiseerd, en blijft hij uitgesloten. Wijst u af, dan eindigt de stop.
what-is-asked = Wat er is gevraagd
plan-by-hand = Dit systeem doet het niet zelf; een medewerker doet het met de hand.
approve = Keur goed
approve-erasure = Keur goed en wis
approve-correction = Keur goed en verbeter
approve-restriction = Keur goed en zet op pauze
approve-lift = Hef de pauze op
approve-objection = Geef gelijk
refuse = Afwijzen
refuse-reason = Reden van afwijzing
refuse-hint = De aanvrager leest deze tekst letterlijk. Noem de grond in de wet en leg uit waarom die hier geldt.
refuse-send = Wijs af
error-reason = Schrijf op waarom. De aanvrager heeft recht op de reden.
plan = Plan
found-title = Waarom gevonden
found-link = Bekijk per gegeven waarom het gevonden is
found-lead = De systemen zijn nu opnieuw doorzocht. Hier staat langs welke weg elk gegeven is gevonden. Er wordt niets van bewaard.
found-closed = Van dit verzoek is niet meer bekend over wie het gaat. Daarom kan niet opnieuw gezocht worden.
found-no-system = Geen enkel systeem kan doorzocht worden met wat van deze persoon bekend is.
found-nothing = Hier is niets gevonden.
found-own = { $count ->
    [0] Geen gegevens van deze persoon zelf.
    [one] 1 gegeven van deze persoon.
   *[other] { $count } gegevens van deze persoon.
}
found-others = { $count ->
    [one] 1 gegeven van een ander noemt deze persoon.
   *[other] { $count } gegevens van anderen noemen deze persoon.
}
found-picture = Hoe de gegevens gevonden zijn in { $system }
found-picture-hint = Een dicht rondje is een stap naar gegevens van deze persoon, een open rondje naar gegevens van een ander.
found-words = { $count ->
    [one] De weg in woorden
   *[other] Alle { $count } wegen in woorden
}
found-of-others = van een ander
found-keys = { $count ->
    [one] 1 rij:
   *[other] { $count } rijen:
}
found-more = en nog { $count }
plan-show = Toon wat er vooraf is gevonden
plan-none = De systemen worden nu doorzocht. Zodra dat klaar is, staat het plan hier.
plan-found = Opgezocht op { $at }.
plan-table = Plan voor { $system }
work = Uitvoering
who-hidden = Niet zichtbaar, of al vergeten.
decide-wait = De systemen worden nog doorzocht. Daarna kunt u beslissen.
replan = Zoek opnieuw
refuse-ground = Grond
refuse-pass-to = Doorgeven aan
refuse-pass-to-hint = Alleen als een ander verantwoordelijk is: het e-mailadres van die ander, zoals de school. Het verzoek gaat daar meteen heen.
part-unknown = nog niet doorzocht
part-automatic = vanzelf
part-by-hand = per brief
part-unconcerned = hier niet aan de orde
part-knows-nobody = kent dit kenmerk niet
part-not-in-use = hier niet in gebruik
quiet-done = Niets gevonden of gemeld
quiet-unknown = Nog niet doorzocht
quiet-by-hand = Per brief gevraagd
quiet-unconcerned = Hier staat het niet in
quiet-automatic = Niets gevonden
quiet-knows-nobody = Kent dit kenmerk niet
quiet-not-in-use = Hier niet in gebruik
col-deleted = Verwijderd
col-anonymised = Geanonimiseerd
col-kept = Bewaard
col-corrected = Verbeterd
col-unchanged = Mag niet veranderen
col-why = Waarom
searched-clean = naderhand doorzocht, niets onverwachts gevonden
searched-not-clean = Naderhand is er nog iets gevonden dat er niet had mogen staan. Kijk hieronder waar, en verbeter de kaart.
next-try = Volgende poging: { $at }.
try-again = Probeer nu opnieuw
remains = { $count ->
    [one] 1 plek waar nog iets staat
   *[other] { $count } plekken waar nog iets staat
}
remains-table = Wat er nog staat in { $system }
kind-email = e-mailadres
kind-name = naam
kind-phone = telefoonnummer
kind-address = adres
remains-kept = bewaard volgens de kaart
remains-other = tekst van een ander
remains-unexpected = hoort hier niet
work-by-hand = Per brief
task-text = Deze ontvangers hebben geen koppeling. Stuur elk de brief en leg hier het antwoord vast.
task-letter-for = Brief voor { $system }
closed-on-day = Afgesloten op { $date }
deadline-extended = De termijn is verlengd.
deadline-suspended = De termijn staat stil zolang de aanvrager iets moet laten zien.
figure-own = van de persoon
figure-mentions = { $count ->
    [one] vermelding
   *[other] vermeldingen
}
figure-collections = { $count ->
    [one] verzameling
   *[other] verzamelingen
}
col-collection = Verzameling
col-own = Eigen
col-mentions = Vermeld
col-where = Waar
col-key = Sleutel
col-what = Wat er staat
task-letter = Toon de brief
task-letter-hint = Klik in de tekst om alles te selecteren.
task-close = Leg het antwoord vast
task-how = Hoe liep het af?
task-end-done = Uitgevoerd
task-end-none-held = Had geen gegevens van deze persoon
task-end-refused = Weigert
task-count = Aantal gegevens
task-count-hint = Bij uitgevoerd, als de ontvanger het noemt.
task-reason = Reden
task-reason-hint = Verplicht bij een weigering.
task-save = Sluit de taak af
task-ready = Brief klaar
task-sent = Verstuurd
task-acknowledged = Ontvangen
task-overdue = Te laat
task-due-label = Antwoord nodig op
task-sent-on = Verstuurd op
task-acknowledged-on = Ontvangst bevestigd
task-promised-for = klaar op { $date }
task-to = Adres
task-send = Verstuur de brief per mail
task-mark-sent = Ik heb hem zelf verstuurd
task-acknowledge = De ontvanger bevestigt de brief
task-promised = Klaar op
task-promised-hint = De dag die de ontvanger noemt. Laat leeg als die er geen noemt.
task-acknowledge-save = Leg de bevestiging vast
task-answer = Bewaar wat de ontvanger stuurt
task-answer-file = Bestand
task-answer-hint = Een PDF, zip- of kantoorbestand, plaatje of platte tekst, hooguit 10 MB. Het wordt versleuteld bewaard en met het dossier gewist.
task-answer-for-person = De aanvrager mag dit bestand ophalen
task-answer-is-for-person = ook voor de aanvrager
task-answer-save = Bewaar het bestand
task-answers = Bestanden van { $system }
task-end-silent = Gaf geen antwoord
task-close-told = De aanvrager leest hoe het afliep en wat dat betekent.
error-promised = Deze dag klopt niet, of is al voorbij.
error-answer-missing = Kies een bestand.
error-answer-large = Dit bestand is groter dan 10 MB. Deel het op.
error-answer-kind = Dit soort bestand bewaren wij niet. Het mag een PDF, zip- of kantoorbestand, PNG- of JPEG-plaatje of platte tekst zijn.
tasks-lead = Ontvangers zonder koppeling, over alle verzoeken. De dringendste staat bovenaan.
tasks-late = { $count ->
    [one] Eén taak is te laat.
   *[other] { $count } taken zijn te laat.
}
tasks-none-open = Er staat geen taak open.
tasks-none-done = Er is nog geen taak afgesloten.
letter-back = Terug naar het verzoek
letter-file = Bewaar als tekstbestand
letter-print = Om te printen: gebruik de printknop van uw browser.
holder-done = gedaan
holder-none-held = had niets van u
holder-refused = niet gedaan
holder-silent = geen antwoord
holder-reason = De reden die zij gaven:
holder-refused-means = { $holder } deed niet wat wij vroegen. Daar is dus niets veranderd. Wij hebben dit vastgelegd. U kunt deze organisatie er zelf op aanspreken, of erover klagen bij de toezichthouder.
holder-silent-means = { $holder } gaf geen antwoord, ook niet na onze herinnering. Wij weten dus niet of daar iets is gebeurd. U kunt deze organisatie er zelf op aanspreken, of erover klagen bij de toezichthouder.
from-holders = Van anderen, voor u
from-holders-text = Deze bestanden kregen wij van organisaties die gegevens voor ons bewaren.
error-task-end = Kies hoe het afliep. Bij een weigering hoort een reden.
deadline = Termijn
deadline-effective = Antwoord uiterlijk
deadline-policy = Volgens ons beleid
deadline-law = Volgens de wet
who = Aanvrager
channel = Binnengekomen
history = Geschiedenis
entry-number = logboek nr. { $seq }

## Privacybalie: systemen
systems-lead = Elke plek waar persoonsgegevens staan, en of de kaart nog klopt met wat er is.
systems-none = Het beleid noemt nog geen systemen.
system-holder = Bij
system-countries = Landen
system-software = Software
system-collections = Verzamelingen
system-probed = Laatst geprobeerd
health-up = bereikbaar
health-down = niet bereikbaar
health-untried = nog niet geprobeerd
health-manual = met de hand
drift-columns = { $count ->
    [one] 1 kolom staat niet op de kaart
   *[other] { $count } kolommen staan niet op de kaart
}
drift-columns-text = Geef elke kolom een gegevenssoort, of zet haar bij de kolommen zonder persoonsgegevens.
drift-tables = { $count ->
    [one] 1 tabel is onbekend
   *[other] { $count } tabellen zijn onbekend
}
drift-tables-text = Deze tabellen staan in het systeem, maar niet op de kaart. Kijk of er persoonsgegevens in staan.
drift-slow = { $count ->
    [one] Eén kolom wordt zonder index doorzocht
   *[other] { $count } kolommen worden zonder index doorzocht
}
drift-slow-text = Alles wordt gevonden, maar bij veel rijen duurt het lang. Geef deze kolommen een index als de tabel groot wordt.
drift-other = { $count ->
    [one] 1 ander verschil
   *[other] { $count } andere verschillen
}

## Privacybalie: beloften
promises-checked = Laatst gecontroleerd op { $at }.
promises-none = Geen enkele belofte heeft deze uitkomst.
evidence = { $count ->
    [0] Wat hiervoor nodig is
    [one] 1 bewijs
   *[other] { $count } bewijzen
}
would-change = Wat dit zou veranderen:

## Privacybalie: register
register-title = Register van verzoeken
register-lead = Wat er is gevraagd en hoe het afliep. Er staat niets in waaraan iemand te herkennen is.
register-none = Nog geen enkel verzoek is afgehandeld.
register-chart = Afgehandelde verzoeken per maand
register-chart-words = Staafdiagram over { $months ->
        [one] 1 maand
       *[other] { $months } maanden
    }: { $total ->
        [one] 1 verzoek
       *[other] { $total } verzoeken
    }, waarvan { $late } te laat. De tabel hieronder noemt ze alle.
register-all = Alle verzoeken
register-count = { $count ->
    [one] 1 verzoek
   *[other] { $count } verzoeken
}
in-time = op tijd
too-late = te laat
col-right = Recht
col-ended = Afloop
col-closed = Afgesloten
col-in-time = Op tijd
col-systems = Systemen

## Privacybalie: logboek
ledger-lead = Alles wat met verzoeken gebeurt, komt in een logboek waaruit niets kan verdwijnen zonder dat het opvalt. Persoonsgegevens staan er niet in.
ledger-size = Regels
ledger-root = Wortel van nu
ledger-verify = Zelf controleren
ledger-verify-text = Deze opdracht rekent het hele logboek na, en noemt de eerste regel die niet klopt.
ledger-checkpoint = Laatste ondertekende stand
ledger-checkpoint-text = Ondertekend op { $at }.
ledger-no-checkpoint = Er is nog geen stand ondertekend.
ledger-key = Publieke sleutel
ledger-key-text = Hiermee controleert iedereen de handtekening, ook zonder ons.

## Demonstratie
demo-label = Demonstratie
demo-strip = Dit is een demonstratie met verzonnen mensen.
demo-walk = De wandeling
demo-mail = Post van de demonstratie
demo-title = Een wandeling langs het hele werk
demo-lead = Een beleid dat zichzelf uitvoert, in zeven stappen. In de twee systemen van deze demonstratie wonen { $people } verzonnen mensen. Geen bericht verlaat deze computer.
demo-1 = Lees wat er is beloofd
demo-1-text = Elk getal in de tekst komt uit de feiten waarmee het werk wordt gedaan. Naast elke belofte staat of zij wordt nagekomen.
demo-2 = Meld u aan als leraar
demo-2-text = Lees de code in de post van de demonstratie. Het adres van { $name }:
demo-3 = Vraag een kopie van uw gegevens
demo-3-text = Dien het verzoek in. Het verschijnt meteen bij de privacybalie.
demo-4 = Beslis aan de privacybalie
demo-4-text = Zie per systeem wat er is gevonden, en keur goed. Meld u aan met
demo-5 = Haal het antwoord op
demo-5-text = De leraar krijgt bericht, meldt zich aan en downloadt één bestand.
demo-6 = Vraag om vergeten te worden
demo-6-text = De balie toont vooraf wat wordt gewist en wat moet blijven. Keur goed; in het register blijft een regel zonder naam.
demo-7 = Reken het bewijs na
demo-7-text = In een terminal. Verander daarna eens een regel met de hand.
demo-mail-lead = Berichten die anders zouden zijn verstuurd, de nieuwste boven.
demo-mail-none = Nog geen post. Vraag een code aan bij Mijn gegevens.
mail-from = Van
mail-to = Aan
mail-at = Op

## Als iets niet kan
problem-reference = Noem bij vragen dit kenmerk:
problem-bad-request = Dit verzoek is niet te begrijpen
problem-bad-request-advice = Ga terug, kijk na wat u invulde en probeer het opnieuw.
problem-sign-in-first = Meld u eerst aan
problem-sign-in-first-advice = Deze pagina is persoonlijk. Misschien bent u te lang weg geweest; dan melden wij u voor de zekerheid af.
problem-forbidden = Deze pagina is niet voor u
problem-forbidden-advice = U bent aangemeld, maar u mag dit niet zien of doen. Denkt u van wel, vraag het de beheerder.
problem-not-found = Deze pagina is er niet
problem-not-found-advice = Misschien is het adres verkeerd overgenomen, of is wat hier stond verwijderd.
problem-wrong-method = Zo kan deze pagina niet worden gevraagd
problem-wrong-method-advice = Ga naar de pagina met het formulier en verstuur het daar.
problem-conflict = Dit is intussen veranderd
problem-conflict-advice = Iemand anders was u voor, of het verzoek is al verder. Open de pagina opnieuw en kijk hoe het nu staat.
problem-gone = Dit is er niet meer
problem-gone-advice = Wij bewaren het niet langer dan nodig. U kunt het opnieuw aanvragen.
problem-too-large = Dit is te veel ineens
problem-too-large-advice = Maak de tekst korter en probeer het opnieuw.
problem-unprocessable = Dit is niet wat hier gevraagd kan worden
problem-unprocessable-advice = Vergelijk wat u stuurt met de beschrijving op /api/v1/openapi.json.
problem-too-many = Even wachten
problem-too-many-advice = Zo kan niemand met een programma adressen of codes uitproberen. Er is niets misgegaan. Deelt u uw internet met anderen, dan tellen hun pogingen mee.
too-often = { $minutes ->
    [one] Vanaf uw internetaansluiting is dit te vaak achter elkaar geprobeerd. Over een minuut kan het weer.
   *[other] Vanaf uw internetaansluiting is dit te vaak achter elkaar geprobeerd. Over { $minutes } minuten kan het weer.
}
problem-internal = Er ging bij ons iets mis
problem-internal-advice = U hebt niets verkeerd gedaan, en er is niets half gebeurd. Probeer het straks opnieuw.
problem-unavailable = Wij zijn even niet bereikbaar
problem-unavailable-advice = Probeer het over een paar minuten opnieuw. Wat u eerder indiende, blijft bewaard.

## Privacybalie: bewaren
retention-lead = Wat elke bewaarregel op { $date } zou raken, geteld in de systemen zelf.
retention-none = Geen enkele datakaart noemt een bewaartermijn.
retention-rules = Bewaarregels
retention-run-title = Opruimen
retention-run-text = { $rows ->
    [0] Volgens de bevestigde regels is nu niets voorbij zijn termijn.
    [one] Volgens de bevestigde regels is nu 1 rij voorbij haar termijn. Elke dag wordt vanzelf opgeruimd.
   *[other] Volgens de bevestigde regels zijn nu { $rows } rijen voorbij hun termijn. Elke dag wordt vanzelf opgeruimd.
}
retention-awaiting = { $count ->
    [one] 1 regel wacht op bevestiging.
   *[other] { $count } regels wachten op bevestiging.
}
retention-asking = Hierover moet iemand beslissen
retention-asking-text = Deze rijen zijn voorbij hun termijn, en het beleid laat een mens beslissen. Zoek ze op in het systeem en ruim op wat weg kan; zij tellen mee tot zij weg zijn.
asked-title = Beslis over deze regels
asked-none = Er wacht nu geen regel op een besluit.
asked-text = Van deze regels is de termijn voorbij. Kies welke weg mogen en welke blijven.
asked-more = Dit zijn de eerste { $count }; daarna komen de volgende.
asked-rows = Regels, met hun sleutel
asked-what = Wat gebeurt ermee?
asked-keep = Bewaren tot een dag
asked-delete = Nu wissen
asked-until = Bewaren tot
asked-reason = Waarom blijven zij?
asked-reason-hint = Een zin, zonder namen. Alleen nodig bij bewaren.
asked-second = Vanaf { $count } regels moet een tweede medewerker het wissen toestaan.
asked-save = Leg het besluit vast
error-decision = Kies regels. Noem bij bewaren een dag in de komende tien jaar en een reden.
error-rows-gone = Niet al deze regels wachten nog op een besluit. Kies opnieuw.
decisions = Besluiten
decision-keep = { $count ->
    [one] 1 regel bewaren tot { $date }
   *[other] { $count } regels bewaren tot { $date }
}
decision-delete = { $count ->
    [one] 1 regel wissen
   *[other] { $count } regels wissen
}
decision-waiting = wacht op een tweede medewerker
decision-allowed = van kracht
decision-done = voorbij
decision-dropped = vervallen
decision-allowed-by = toegestaan door { $name }
decision-allow = Sta het wissen toe
retention-run = Nu opruimen
retention-calendar = Kalender
retention-uncovered = Termijnen zonder regel
retention-uncovered-text = Het beleid noemt deze termijnen, maar geen datakaart zegt waar zij eindigen. Iemand doet dit met de hand, of niemand.
col-rule = Gegevens
col-term = Termijn
col-state = Stand
col-rows = Rijen
col-due = Nu weg
col-soon = Over 30 dagen
col-later = Over 90 dagen
col-held = Blijft nog
then-delete = daarna gewist
then-anonymise = daarna geanonimiseerd
then-archive = daarna in het archief
then-ask = daarna beslist iemand
rule-confirmed = bevestigd
rule-awaiting = wacht op bevestiging
rule-asks = een mens beslist
rule-unusable = niet uitvoerbaar
rule-not-counted = Kan nu niet worden geteld.
rule-undated = Zonder leesbare datum
rule-confirm-title = Klopt dit?
rule-confirm-text = { $rows ->
    [0] Nu gaat er niets weg. Vanaf uw bevestiging gaat elke dag weg wat zijn datum voorbij is.
    [one] Nu gaat 1 rij weg, en vanaf dan elke dag wat zijn datum voorbij is. Wat weg is, komt niet terug.
   *[other] Nu gaan { $rows } rijen weg, en vanaf dan elke dag wat zijn datum voorbij is. Wat weg is, komt niet terug.
}
rule-confirm = Deze regel bevestigen
rule-cutoff = Laatste datum die nu weg mag
rule-lifted = Langer bewaard vanwege
rule-along = Gaat mee
rule-left-behind = Blijft los achter
rule-open-requests = Open verzoeken waarvan de gegevens blijven
rule-holds = Bewaarplichten
rule-samples = Voorbeelden
rule-samples-text = De sleutels van de eerste rijen die weg zouden gaan. Zoek ze op in het systeem voordat u bevestigt.
rule-samples-none = Er gaat nu geen rij weg.
held-all = alles blijft
held-some = rijen van genoemde mensen blijven
sweeps = Laatste opruimingen
sweeps-none = Er is nog niet opgeruimd.
sweep-running = bezig
sweep-done = klaar
sweep-stopped = gestopt
sweep-batches = { $count ->
    [one] 1 ontvangstbewijs
   *[other] { $count } ontvangstbewijzen
}
sweep-did = { $deleted } gewist, { $anonymised } geanonimiseerd.
sweep-nothing = Niets was voorbij zijn termijn.
sweep-parts = Per verzameling
calendar-lead = Hoeveel rijen de komende maanden hun datum bereiken. Wat nu al weg mag, telt bij deze maand.
calendar-none = De komende maanden bereikt niets zijn datum.
calendar-total = Samen
calendar-silent = Deze regels konden niet worden geteld:

## Privacybalie: bewaarplichten en archief
holds-lead = Redenen om gegevens langer te bewaren die niet in het beleid staan. Wie erom vraagt, krijgt de reden te lezen.
holds-none = Er is geen bewaarplicht.
hold-claim = juridische claim
hold-fiscal = vraag van de fiscus
hold-fraud = fraudezaak
hold-ended = beëindigd
hold-keeps = Houdt vast
hold-somebody = van genoemde mensen
hold-everybody = van iedereen
hold-until = Tot
hold-open-end = iemand haar beëindigt
hold-set = Vastgelegd
hold-end = Beëindigen
hold-end-text = Daarna volgen de gegevens weer hun eigen regels. Wie de bewaarplicht noemde, wordt gewist.
hold-end-now = Nu beëindigen
hold-new = Nieuwe bewaarplicht
hold-kind = Soort
hold-reason-nl = Reden in het Nederlands
hold-reason-en = Reden in het Engels
hold-reason-hint = De betrokkene krijgt dit te lezen. Noem niemand.
hold-who = E-mailadres van wie het gaat
hold-who-hint = Leeg: van iedereen. Het wordt verzegeld bewaard en gewist bij het einde.
hold-scope = Waar
hold-scope-all = Overal
hold-until-label = Einde
hold-until-hint = De eerste dag waarop zij niet meer geldt. Leeg: tot iemand haar beëindigt.
hold-place = Vastleggen
archive-title = Archief
archive-lead = Gearchiveerde gegevens zijn voor medewerkers gesloten. Wie ze toch nodig heeft, zegt waarom; iedereen aan de balie ziet dat.
archive-none = Geen enkele termijn van het beleid eindigt in een archief.
archive-open = Archief openen
archive-which = Welk archief
archive-why = Waarom
archive-why-hint = Een zin die iemand anders begrijpt. Noem niemand.
archive-hours = Aantal uren
archive-open-now = Nu openen
archive-is-open = open
archive-was-open = gesloten
archive-close = Nu sluiten

## Privacybalie: grondig kijken
look-suspects = { $count ->
    [one] 1 kolom lijkt persoonlijk en staat op geen kaart
   *[other] { $count } kolommen lijken persoonlijk en staan op geen kaart
}
look-suspects-text = Naam of inhoud wijst op mensen. Zet deze kolommen op de kaart.
look-numbers = { $count ->
    [one] op 1 plek staan betaalnummers
   *[other] op { $count } plekken staan betaalnummers
}
look-numbers-text = Hier staan kaart- of rekeningnummers. De nummers zelf zijn niet bewaard.
look-rows = { $count ->
    [one] 1 rij
   *[other] { $count } rijen
}
look-unread = { $count ->
    [one] 1 tabel kon niet worden gelezen
   *[other] { $count } tabellen konden niet worden gelezen
}
look-now = Nu grondig bekijken
notice-look-asked = De systemen worden nu grondig bekeken. Ververs de pagina om te zien wat er is gevonden.
look-personal-at = Grondig bekeken op { $at }.
look-payment-at = Op betaalnummers doorzocht op { $at }.

menu-desk-retention = Bewaren
menu-desk-holds = Bewaarplichten
notice-rule-confirmed = De regel is bevestigd. Vanaf nu wordt elke dag opgeruimd.
notice-sweeps-queued = De bevestigde regels worden nu uitgevoerd. Ververs de pagina om te zien hoe ver het is.
notice-hold-placed = De bewaarplicht is vastgelegd.
notice-hold-ended = De bewaarplicht is beëindigd.
notice-archive-opened = Het archief is open. Dit staat in het logboek.
notice-archive-closed = Het archief is weer gesloten.
error-hold-reason = Kies een soort en geef de reden in beide talen.
error-hold-scope = Noem iemand, of kies waar de bewaarplicht geldt.
error-hold-until = Kies een dag in de toekomst, of laat dit leeg.
error-opening = Kies een archief en zeg in een zin waarom.

menu-desk-choices = Keuzes
choices-lead = Wat bezoekers kozen over cookies. Dit zijn optellingen: niemand is eruit te halen.
choices-chart = Keuzes per dag
choices-chart-words = Kolommen per dag over { $days } dagen: { $total } keuzes, waarvan { $all } alles toegestaan, { $some } een deel en { $none } niets.
choices-all = alles toegestaan
choices-some = een deel
choices-none = niets toegestaan
choices-purposes = Toegestaan per doel
choices-share = { $percent }% ({ $allowed } van { $asked })
choices-ways = Hoe er werd gekozen
choices-signalled = Browser vraagt niet te volgen (GPC)
choices-empty = In deze dagen is nog niets gekozen.
choices-site = Op uw site
choices-site-text = Zet deze regel in de head van elke pagina, zonder async.
choices-sites = De keuze geldt op:
choices-no-banner = Dit beleid heeft geen cookiemelding: services.toml noemt geen gestand_choice.
choice-by-accept = Alles accepteren
choice-by-refuse = Alles weigeren
choice-by-save = Zelf gekozen en opgeslagen
choice-by-close = Gesloten: telt als weigeren
choice-by-allow = Toegestaan bij een film of ander onderdeel
choice-by-api = Door de site of de app zelf
choice-by-confirm = Bevestigd uit de eigen mailbox
choice-by-unsubscribe = Afgemeld met een klik in een brief
own-choices = Keuzes over cookies
own-choices-offer = Zie wat u op onze site koos, als u die keuzes aan uw adres wilt koppelen.
own-choices-lead = Wat u over cookies koos, bewaren wij zonder uw naam. Alleen als u dat hier zegt, hoort een keuze bij uw adres.
own-choices-none = Er zijn geen keuzes aan uw adres gekoppeld.
own-choices-counts = telt tot { $date }
own-choices-stays = telt tot u iets anders kiest
own-choices-replaced = vervangen
own-choices-allowed = Toegestaan
own-choices-refused = Geweigerd
own-choices-nothing = niets
own-choices-untie = Niet meer aan mijn adres koppelen
own-choices-tie = Een keuze koppelen
own-choices-tie-text = Daarna staat de keuze ook in een kopie van uw gegevens.
own-choices-id = Het nummer van uw keuze
own-choices-id-hint = U vindt het op onze site in de cookie gestand_choice, achter id: 32 cijfers en letters.
own-choices-tie-now = Koppelen
error-no-choice = Onder dit nummer is geen keuze vastgelegd. Neem alle 32 tekens over.
notice-choices-tied = De keuze is aan uw adres gekoppeld.
notice-choices-untied = De keuze is niet meer aan uw adres gekoppeld.
## Het werk van de privacybalie
required = verplicht
not-required = niet verplicht
undo-title = Nog terug te nemen
undo-refusal = Neem de afwijzing terug
undo-extension = Neem de verlenging terug
undo-approval = Neem de goedkeuring terug
undo-until = Het bericht gaat weg op { $at }.
undo-waits = De uitvoering is nog niet begonnen.
two-needed = Dit zijn zo veel rijen dat twee medewerkers het moeten goedkeuren.
two-first-you = U keurde dit goed op { $at }. Er is nog een tweede medewerker nodig.
two-first-other = Een collega keurde dit goed op { $at }. Met uw goedkeuring begint de uitvoering.
extend = Termijn verlengen
extend-reasons = Waarom het langer duurt
extend-hint = De aanvrager leest deze tekst letterlijk. Verlengen kan één keer, met twee maanden, en alleen binnen de eerste termijn.
extend-send = Verleng de termijn
extended-title = De termijn is verlengd
ask-back = Iets navragen
ask-back-words = Uw vraag
ask-back-hint = Vraag alleen wat u echt nodig hebt om het verzoek uit te voeren. De termijn staat stil tot het antwoord er is.
ask-back-send = Stuur de vraag
asked-back = Navraag bij de aanvrager
question-open = De termijn staat stil tot er antwoord is.
question-ended-at = afgesloten op { $at }
question-end = Antwoord noteren of verder zonder antwoord
question-said = Wat de aanvrager zei
question-said-hint = Laat dit leeg als u zonder antwoord verdergaat.
question-end-now = Sluit de navraag af
question-for-you = Wij hebben een vraag aan u
question-your-answer = Uw antwoord
question-your-answer-hint = Zolang wij op u wachten, staat de termijn stil.
question-send = Stuur het antwoord
ask-identity = Vragen wie het is
ask-identity-means = Wat als bewijs volstaat
ask-identity-hint = Vraag zo weinig mogelijk, en alleen als u een goede reden hebt om te twijfelen. De lichtste manier staat bovenaan.
ask-identity-send = Vraag het
identity-title = Wie het vraagt
identity-known-by = Vastgesteld door
identity-contact = Opgegeven adres, nog niet bewezen
identity-behalf = Namens de persoon
identity-asked-for = Gevraagd:
identity-accepted = aanvaard
identity-rejected = niet aanvaard
identity-closed = verzoek afgesloten
identity-replaced = vervangen door een nieuwe vraag
means-shared-knowledge = iets wat alleen de persoon en wij weten, zoals een bestelnummer met datum
means-call-back = terugbellen op een nummer dat al bekend was
means-school = de school staat ervoor in
means-in-person = langskomen
means-authorisation = een machtiging van de persoon
means-shielded-document = een kopie van een document met nummer en foto afgedekt
means-signed-in = aanmelden met een bekend adres
means-known-address-code = een link naar een bekend adres
means-not-needed = niet nodig bij dit recht
proof-views = { $count } keer bekeken
proof-until = Wordt uiterlijk vernietigd op { $at }.
proof-destroyed-at = vernietigd op { $at }
proof-look = Bekijk het bewijs (komt in het logboek)
judge-means = Waaruit blijkt wie het is
judge-hint = Na uw oordeel wordt alles wat is ingeleverd meteen vernietigd.
judge-accept = Het klopt: ga verder
judge-reject = Niet voldoende: vraag het opnieuw
alike-title = Misschien van dezelfde persoon
alike-text = Deze verzoeken worden getoond en nooit samengevoegd. Twee mensen kunnen een adres hebben dat op elkaar lijkt.
alike-same = zelfde gegeven
alike-perhaps = lijkt erop: let op punten, hoofdletters of een plusteken
approve-together = Keur dit en de aangevinkte verzoeken goed
notes-title = Notities
note-add = Notitie toevoegen
note-words = Notitie
note-hint = Alleen de privacybalie leest dit. De notitie verdwijnt als het verzoek is afgesloten.
note-save = Bewaar de notitie
note-remove = Haal weg
enter-title = Verzoek invoeren
enter-lead = Voor wat per brief, telefoon of e-mail of via een school binnenkwam. De termijn loopt vanaf de dag waarop iemand van ons het ontving.
enter-channel = Hoe kwam het binnen?
enter-letter = per brief
enter-phone = per telefoon
enter-email = per e-mail
enter-school = via een school
enter-received = Ontvangen op
enter-received-hint = De dag waarop het bij iemand van de organisatie binnenkwam.
enter-right = Wat wordt gevraagd?
enter-email-address = E-mailadres van de persoon
enter-email-hint = Zonder bewijs gaat hier alleen de vraag heen wie het is.
enter-identity = Ander gegeven
enter-identity-hint = Bijvoorbeeld shop_user=1042 of cookie-id=GA1.1.123.
enter-means = Weet u al wie het is?
enter-means-none = Nog niet: dat moet nog worden gevraagd
enter-behalf = Vraagt iemand namens de persoon?
enter-behalf-hint = Voor wie jonger is dan 16 vraagt een ouder of voogd, of de school.
enter-behalf-none = Nee, de persoon zelf
enter-behalf-name = Naam van wie vraagt
enter-language = Taal van het antwoord
enter-send = Voer het verzoek in
behalf-parent = ouder of voogd
behalf-school = school
behalf-authorised = gemachtigde
ask-correct = Alleen bij verbeteren: wat is er fout?
ask-datum = Welk gegeven
ask-object = Alleen bij bezwaar: waartegen?
notice-extended = De termijn is verlengd. De aanvrager krijgt uw uitleg per e-mail.
notice-asked-back = De vraag is gesteld. De termijn staat stil.
notice-question-ended = Het antwoord is vastgelegd. De termijn loopt weer.
notice-identity-asked = De aanvrager wordt gevraagd wie het is.
notice-identity-proved = Vastgesteld wie het is. De systemen worden doorzocht.
notice-identity-refused = Niet aanvaard. Het ingeleverde is vernietigd en er wordt opnieuw gevraagd.
notice-note-written = De notitie is bewaard.
notice-note-removed = De notitie is weg.
notice-taken-back = Teruggenomen. Het verzoek staat weer waar het stond.
notice-endorsed = Vastgelegd als eerste goedkeuring. Een tweede medewerker moet het ook goedkeuren.
notice-entered = Het verzoek is ingevoerd.
error-question = Schrijf op wat u wilt weten.
error-answer = Vul uw antwoord in.
error-note = Een notitie heeft 1 tot 4.000 tekens.
error-means = Kies minstens één manier.
error-right = Kies wat u wilt vragen.
error-received = Op deze dag kan het niet zijn ontvangen.
error-identity = Geef een e-mailadres of een ander gegeven, zoals shop_user=1042.
error-pass-to = Vul het e-mailadres in van wie verantwoordelijk is, zoals de school.
error-address = Vul een adres in dat met https:// begint, zonder naam of wachtwoord erin.
error-address-private = Dit adres ligt niet op het openbare internet. Daar sturen wij niets heen.
error-behalf = Noem wie namens de persoon vraagt.
error-datum = Kies het gegeven en vul in wat het moet worden.
error-changed-meanwhile = Een collega was sneller: het verzoek is net veranderd. Wat u schreef staat hier nog. Bekijk wat er veranderde en stuur het dan opnieuw.
error-too-late-to-extend = De eerste termijn is voorbij. Verlengen kan niet meer.
happened-request-endorsed = Eerste van twee goedkeuringen
happened-decision-taken-back = Beslissing teruggenomen
happened-question-asked = Vraag gesteld; de termijn staat stil
happened-question-ended = Navraag afgesloten; de termijn loopt weer
happened-note-written = Notitie
happened-proof-handed-in = Bewijs ingeleverd
happened-proof-seen = Bewijs bekeken door de privacybalie
happened-proof-destroyed = Bewijs vernietigd
happened-deadline-warned = Waarschuwing over de termijn

## Vragen zonder account
ask-title = Een verzoek over uw gegevens
ask-lead = Vul in wat u van ons vraagt. U krijgt binnen { $term } antwoord.
ask-account = Hebt u een adres dat wij al kennen? Dan gaat het sneller via
ask-right = Wat vraagt u?
ask-email-hint = Hierop vragen wij u of u het bent. Zonder adres kunnen wij u niet antwoorden.
ask-ids = Nummers in uw browser
ask-ids-hint = Met deze nummers vinden wij ook wat alleen onder een cookie staat. Haal weg wat u niet wilt sturen.
ask-ids-link = Wilt u weten welke cookienummers in uw browser staan?
ask-send = Verstuur
ask-sent = Uw verzoek is verstuurd.
ask-sent-text = U krijgt een e-mail met een link waarmee u laat zien dat u het bent. Daarna gaan wij aan het werk.
ask-sent-none = Geen mail gekregen? Kijk bij de ongewenste mail, of vraag het ons:
ids-title = Nummers in uw browser
ids-lead = Websites herkennen een browser aan een nummer in een cookie. Dit zijn de nummers die uw browser aan deze site meestuurde. Wij bewaren deze bladzijde niet.
ids-none = Uw browser stuurde geen nummers mee.
ids-send = Doe een verzoek met deze nummers
ids-send-hint = U kiest op de volgende bladzijde wat u vraagt en welke nummers meegaan.
ids-choices = Wat u in deze browser koos
ids-choices-text = Deze keuzes over cookies staan bij ons onder het nummer in uw browser, zonder uw naam.
ids-choices-tie = Zet deze keuzes bij mijn gegevens
ids-absent = Genoemd in het beleid, niet meegestuurd
ids-absent-text = Deze cookies staan niet in uw browser, of alleen voor een andere site.

## Laten zien wie u bent
proof-title = Laat ons weten dat u het bent
proof-lead = Op { $date } ontvingen wij dit verzoek:
proof-why = Over gegevens beslist alleen de persoon van wie ze zijn. Daarom vragen wij dit.
proof-address = Met uw e-mailadres
proof-address-text = U opende de link uit onze mail. Kennen wij dat adres al? Dan is dat genoeg.
proof-address-confirm = Ja, dit verzoek is van mij
proof-unknown = Dit adres kennen wij niet, of het is pas gewijzigd. Daarom hebben wij iets meer nodig. Kies hieronder wat u het makkelijkst vindt.
proof-otherwise = Op een andere manier
proof-otherwise-text = Dit is meestal genoeg. Neem contact met ons op:
proof-document = Kan het niet anders? Een afgedekte kopie
proof-document-text = Lever alleen een kopie in als het andere niet lukt. Alleen de privacybalie ziet haar. Na de controle wordt zij vernietigd, en uiterlijk na { $term }.
proof-step-1 = Dek de foto en het burgerservicenummer af. Ook de onderste regels met tekens bevatten dat nummer.
proof-step-2 = Schrijf op de kopie: “kopie voor” met de naam van onze organisatie en de datum.
proof-step-3 = Laat alleen uw naam en het einde van de geldigheid leesbaar.
proof-file = De afgedekte kopie
proof-file-hint = PNG, JPEG, WebP of PDF, hooguit 8 MB. Een foto kunt u hier zelf afdekken; een PDF dekt u vooraf af.
proof-file-send = Lever de kopie in
proof-too-large = Dit bestand is te groot of kwam niet goed over. Hooguit 8 MB.
proof-handed-in = Ontvangen. U hoort van ons zodra wij het hebben bekeken.
proof-done = Dank u wel. Wij weten nu dat u het bent.
proof-done-text = Wij gaan aan het werk. U krijgt bericht per e-mail.
proof-not-you = Hebt u dit niet gevraagd? Dan hoeft u niets te doen.
mask-hint = Sleep over wat niemand hoeft te zien: de foto, het nummer, de tekens onderaan. Wat zwart is, verlaat uw apparaat niet.
mask-undo = Haal het laatste vlak weg
mask-label = Uw foto, om vlakken over te trekken
sign-in-otherwise = Lukt aanmelden niet, of kennen wij uw adres niet? Doe uw verzoek met
sign-in-otherwise-link = het formulier zonder account

## Welke mail u krijgt
mail-title = Welke mail wilt u van ons?
mail-lead = Uw keuze werkt meteen. Zij geldt voor
mail-topics = Ik wil mail over
mail-save = Bewaar mijn keuze
mail-none = Stuur mij niets van dit alles
mail-saved = Uw keuze is bewaard en werkt nu.
mail-stays = Mail die bij uw bestelling, uw account of uw verzoek hoort, krijgt u altijd. Daar staat geen reclame in.
report-title = Jaarverslag { $year }
report-received = Ingediend
report-answered = Beantwoord
report-refused = Afgewezen
report-withdrawn = Ingetrokken
report-file = Als bestand (CSV):
report-paper = Op papier (PDF):
demo-8 = Bezoek de voorbeeldsite
demo-8-text = Een site met een teller, reclame en een film, die op uw keuze wachten. Kies, verander van gedachten, en zie de keuze bij de balie.
demo-site = De voorbeeldsite

# Wat een echte browser op de site zag.
scan-title = Wat de site echt doet
scan-lead = Een echte browser loopt over de site zoals bezoekers doen, met elke keuze die zij kunnen maken, en schrijft op wat er wordt bewaard en wie er wordt opgeroepen.
scan-now = Nu bekijken
notice-scan-asked = De site wordt bekeken. Dat duurt een paar minuten; ververs de pagina om te zien wat er is gevonden.
scan-when = Bekeken op { $at }: { $pages } pagina’s, door { $states } bezoekers.
scan-example = Dat was een voorbeeldsite: die laat zien dat de melding werkt, en niets over uw eigen site. Wie Gestand beheert, noemt uw site in GESTAND_SCAN_SITES.
scan-findings = Bevindingen
scan-clean = niets spreekt het beleid tegen
scan-touches = raakt { $clauses }
scan-states = Bezoekers
scan-visitor = Bezoeker
scan-pages = Pagina’s
scan-stored = Bewaard
scan-to-others = Verzoeken aan anderen
scan-in-part = deels
scan-things = Bewaard op het apparaat
scan-name = Naam
scan-whose = Van wie
scan-own = eigen
scan-life = Blijft
scan-until-removed = tot het wordt verwijderd
scan-in-states = Bezoekers
scan-none = Nog niemand heeft de site met een browser bekeken. Een oefening doet dat, als er op deze machine een browser is.
visitor-no-choice = koos niets
visitor-refused = weigerde alles
visitor-only = stond alleen toe: { $purpose }
visitor-all = accepteerde alles
visitor-withdrawn = accepteerde en trok in
visitor-gpc = browser vraagt niet te volgen
visitor-no-script = browser zonder scripts
menu-desk-editions = Edities
announced-label = Aankondiging
announced-strip = Ons privacybeleid verandert op { $day }. U hoeft niets te doen: door te blijven gebruiken stemt u nergens mee in.
announced-link = Bekijk wat er verandert
edition-stage-draft = concept
edition-stage-checked = nagekeken
edition-stage-approved = goedgekeurd
edition-stage-announced = aangekondigd
edition-stage-in-force = van kracht
edition-stage-superseded = opgevolgd
edition-stage-dropped = vervallen
drafts-lead = Een nieuwe editie wordt nagekeken, door een tweede persoon goedgekeurd en vooraf aangekondigd. Pas daarna geldt zij.
drafts-how = Een concept maakt u van een beleidsmap met:
drafts-none = Er is nog geen editie.
draft-title = Editie { $version }
draft-from = Geldt vanaf
draft-changes = Wijzigingen
draft-found = Te herstellen
draft-findings = { $count ->
    [one] 1 punt in de tekst
   *[other] { $count } punten in de tekst
}
draft-told = Bericht per mail
draft-told-words = { $told } van { $all } mensen met een account hebben bericht gekregen.
draft-unreachable = { $count } zijn niet te bereiken.
draft-lead = Bedoeld om te gelden vanaf { $day }. Opgesteld door: { $who }.
draft-material = Deze editie verandert wat er met gegevens gebeurt.
draft-words-only = Deze editie verandert niet wat er met gegevens gebeurt, of wordt strenger.
draft-way = Hoe ver deze editie is
draft-not-yours = U heeft deze editie zelf opgesteld. Iemand anders moet haar goedkeuren.
draft-mend = { $count ->
    [one] In de tekst staat 1 punt dat eerst moet worden hersteld.
   *[other] In de tekst staan { $count } punten die eerst moeten worden hersteld.
}
draft-too-soon = Deze editie kan nog niet worden aangekondigd: zij noemt { $from }, en wie vandaag aankondigt, kan haar pas vanaf { $earliest } laten gelden. Geef haar een latere dag.
draft-approve = Goedkeuren
draft-approve-text = U bevestigt dat u elk verschil hieronder heeft bekeken. Uw goedkeuring staat in het logboek.
draft-approve-now = Goedkeuren
draft-announce = Aankondigen
draft-announce-text = Elke pagina noemt de wijziging, en iedereen met een account krijgt één mail. De editie geldt vanaf { $day }, als iedereen op tijd bericht heeft gekregen. Dit kan niet worden teruggedraaid.
draft-announce-now = Nu aankondigen
draft-hash = Controlegetal:
draft-drop = Deze editie laten vervallen
draft-drop-text = Niemand heeft haar nog gezien. U kunt later een nieuw concept maken.
draft-drop-now = Laten vervallen
notice-edition-approved = De editie is goedgekeurd.
notice-edition-announced = De editie is aangekondigd. De mails gaan nu weg.
notice-edition-dropped = De editie is vervallen.

doc-paper = Afdrukken
doc-log = Bewijs
doc-checkpoint = Ondertekend logboek
products-title = Extra regels per product
products-text = Voor deze producten gelden extra regels. Ze geven nooit minder bescherming.
product-title = Extra regels voor { $name }
product-lead = Deze regels komen boven op onze privacyverklaring. Ze zijn strenger of nieuw, nooit ruimer.
product-rules = Wat hier strenger is of erbij komt
product-promises = Wat voor dit product strenger is of erbij komt, beoordeeld met de gegevens die ervoor gelden.
product-restated = Hoe onze verklaring hier luidt
product-restated-text = Voor dit product leest u deze passages zo:

## Privacybalie: verklaringen
attestations-title = Verklaringen
attestations-lead = Sommige beloften kan geen systeem laten zien. Wie het heeft nagekeken, verklaart dat hier, met een stuk erbij en een dag waarop iemand opnieuw kijkt. Wat een systeem anders laat zien, gaat altijd voor.
attestations-none = Er zijn nog geen verklaringen.
attestation-counts = telt
attestation-over = verlopen
attestation-withdrawn = ingetrokken
attestation-by = Verklaard door
attestation-entered = ingevoerd door de beheerder
attestation-review = Opnieuw bekijken op
attestation-document = Stuk (SHA-256)
attestation-withdraw = Intrekken
attestation-withdraw-text = De belofte is dan niet meer aangetoond, totdat iemand opnieuw kijkt. De verklaring blijft zichtbaar als ingetrokken.
attestation-withdraw-now = Verklaring intrekken
attestation-new = Nieuwe verklaring
attestation-clause = Over welke belofte
attestation-looked-at = Wat hebt u nagekeken
attestation-looked-at-hint = Waar, wanneer en hoe. Noem geen personen. 20 tot 1.000 tekens.
attestation-file = Het stuk waaruit het blijkt
attestation-file-hint = Bijvoorbeeld een verslag of een schermafdruk. Gestand bewaart alleen de vingerafdruk; het stuk blijft bij u.
attestation-review-hint = Een dag tussen morgen en over een jaar.
attestation-give = Ik sta hiervoor in
notice-attestation-given = Uw verklaring is vastgelegd. Zij telt mee bij de volgende controle.
notice-attestation-withdrawn = De verklaring is ingetrokken.
error-attestation-clause = Van deze belofte laten systemen zien of zij wordt nagekomen. Kies een andere.
error-attestation-words = Schrijf in 20 tot 1.000 tekens wat u hebt nagekeken.
error-attestation-document = Kies een stuk van hooguit 32 MB.
error-attestation-review = Kies een dag tussen morgen en over een jaar.

# Wat er gebeurt als iemand een veld leeg laat. Voor een soort gegevens uit het beleid staat de zin in de feiten.
without-email = Zonder e-mailadres kunnen wij u niet antwoorden.
without-datum = Alleen nodig als wij iets moeten verbeteren. Zonder dit weten wij niet wat.
without-was = Laat u dit leeg, dan zoeken wij zelf op wat er nu staat.
without-to = Laat u dit leeg, dan verandert er aan dit gegeven niets.
without-reasons = Zonder redenen beoordelen wij uw bezwaar met wat wij zelf weten.
without-decision = Alleen nodig als u een besluit wilt laten nakijken. Zonder dit weten wij niet welk.
without-words = Laat u dit leeg, dan kijken wij naar wat wij zelf weten.
without-complaint = Zonder uw woorden weten wij niet waarover u klaagt.
without-password = Zonder wachtwoord meldt u zich aan met een code per e-mail.
without-passkey-name = Laat u dit leeg, dan krijgt de sleutel een naam van ons.
without-message = Zonder uw vraag kunnen wij niets beantwoorden.
without-letter = Zonder e-mailadres kunnen wij u geen brief sturen.

letters-title = Onze brieven per e-mail
letters-lead = U krijgt eerst één mail om te zien of u het bent. Pas als u daarin op de knop drukt, staat u op de lijst. Afmelden kan in elke brief.
letters-topics = Hier zeg ik ja tegen
letters-follow = Dit mag leeg blijven; u krijgt de brief dan ook
letters-email-hint = Wij gebruiken uw adres nergens anders voor.
letters-send = Vraag aan
letters-sent = Kijk in uw mailbox.
letters-sent-text = Wij hebben een mail gestuurd met een link. Druk daar op de knop, anders krijgt u niets. Na 7 dagen vergeten wij het adres.
letters-none = Wij versturen op dit moment geen brieven waarvoor u zich kunt aanmelden.
letters-otherwise = Een vraag?
letters-confirm-title = Wilt u dit van ons krijgen?
letters-confirm-lead = Iemand vroeg dit aan voor
letters-who = Dit gaat ook naar:
letters-terms = U geeft toestemming tot u haar intrekt. Dat kan op elk moment, met één klik in elke brief. U geeft haar aan
letters-confirm = Ja, stuur mij dit
letters-confirm-only = Ja, alleen de brief
letters-confirm-both = Ja, de brief en het meten
letters-not-you = Was u dit niet? Sluit deze pagina. Wij vergeten het adres vanzelf.
letters-done = Uw toestemming is vastgelegd.
letters-done-title = U krijgt onze brieven
letters-done-text = Wilt u ze niet meer? Eén klik in een brief is genoeg; dat werkt meteen.
letters-proof = Het bewijs van uw keuze staat onder dit nummer:

contact-title = Vraag over privacy
contact-lead = Schrijf aan onze contactpersoon. Uw bericht komt meteen bij wie er iets mee kan, ook als er iets is misgegaan met gegevens.
contact-right = Wilt u uw gegevens inzien, laten verbeteren of laten verwijderen? Dat gaat sneller met
contact-email-hint = Hier sturen wij het antwoord heen.
contact-words = Uw vraag
contact-words-hint = Stuur geen wachtwoorden of burgerservicenummers mee.
contact-send = Verstuur
contact-sent = Uw bericht is binnen.
contact-sent-text = U krijgt antwoord per e-mail, uiterlijk binnen 30 dagen. Is er iets misgegaan met gegevens? Dan kijken wij er binnen een dag naar.
contact-otherwise = Liever mailen of bellen?
messages-of-request = Wat de persoon terugschreef
messages-title = Berichten
messages-lead = Wat mensen aan de contactpersoon schreven. De woorden bepalen welke kant een bericht op gaat; klopt dat niet, stuur het dan door.
messages-none = Er zijn geen berichten.
message-title = Bericht
message-by-mail = per mail
message-by-form = via het formulier
message-late = te laat
message-waits = wacht op antwoord
message-due = antwoord uiterlijk
message-due-title = Antwoord uiterlijk
message-corrected = doorgestuurd door een medewerker
message-came = Binnengekomen
message-request = Verzoek
message-from = Afzender
message-subject = Onderwerp
message-no-proof = Het adres van een afzender bewijst niet wie het is. Stuur geen persoonsgegevens mee in het antwoord.
message-gone = Wat er stond, is gewist. Dat doen wij 30 dagen na het antwoord.
message-breach = Zo te lezen is er iets misgegaan met persoonsgegevens. Zoek het meteen uit: bij een datalek loopt de termijn van 72 uur vanaf het moment dat u het weet.
message-answer = Antwoorden
message-answer-words = Uw antwoord
message-answer-hint = Dit gaat als mail naar de afzender.
message-answer-send = Verstuur het antwoord
message-as-request = Maak er een verzoek van
message-as-request-text = De termijn loopt vanaf de dag van het bericht, en de afzender wordt eerst gevraagd wie hij is. Voor andere rechten voert u zelf een verzoek in:
message-right = Wat vraagt de afzender?
message-make-request = Maak het verzoek
message-other-way = Anders
message-way = Wat is dit voor bericht?
message-send-way = Stuur door
message-handled-text = Hebt u gebeld, of is er niets te antwoorden? Dan is het bericht klaar.
message-handle = Markeer als afgehandeld
message-answered = beantwoord
message-requested = werd een verzoek
message-handled = afgehandeld
route-breach = Misschien een datalek
route-complaint = Klacht
route-right = Beroep op een recht
route-other = Andere vraag
route-reply = Antwoord op een mail
notice-message-routed = Het bericht gaat nu een andere kant op.
notice-message-answered = Het antwoord is verstuurd.
notice-message-handled = Het bericht is afgehandeld.
error-message-words = Schrijf iets op, in hooguit 4.000 tekens.
error-no-letter = Kies minstens één brief.
