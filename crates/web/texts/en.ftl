# The texts of the pages. Plain words, short sentences. Every key also stands in nl.ftl.

## Around every page
skip = Skip to content
menu-label = Menu
nav-privacy = Privacy
nav-cookies = Cookies
menu-privacy = Privacy statement
menu-cookies = Cookie statement
menu-my = My data
menu-editions = All editions
menu-desk-requests = Requests
menu-desk-tasks = Tasks
menu-desk-systems = Systems
menu-desk-promises = Promises
menu-desk-register = Register
menu-desk-ledger = Ledger
language-label = Language
sign-in = Sign in
sign-out = Sign out
to-home = To the home page
to-desk = To the privacy desk
desk-name = Privacy desk
foot-kept-by = Gestand carries out what is written here, and checks it.
foot-contact = Questions about your data:
foot-site = Public pages
foot-security = Report a leak
cancel = Cancel
refresh = Refresh this page
more = More requests
more-tasks = More tasks
filters = Filters
form-problem = One more thing
since = since { $date }
free-of-charge = A request costs you nothing.

## Verdicts
verdict-kept = kept
verdict-broken = broken
verdict-unproven = not yet proven
verdict-void = void: the law goes first
tally-words = Of { $total } promises: { $kept } kept, { $broken } broken, { $unproven } not yet proven, { $void } void because the law goes first.

## Rights
right-access = Access
right-rectification = Rectification
right-erasure = Erasure
right-restriction = Restriction
right-portability = Portability
right-objection = Objection
right-withdrawal = Withdrawal of consent
right-human-review = Human review
right-complaint = Complaint
asked-access = A copy of my data
asked-rectification = Correct my data
asked-erasure = Erase my data
asked-restriction = Restrict the use of my data
asked-portability = Take my data elsewhere
asked-objection = Object to the use of my data
asked-withdrawal = Withdraw my consent
asked-human-review = Having a person look at a decision
asked-complaint = A complaint

## How far a request is
track-label = How far your request is
stage-received = Received
stage-deciding = Reviewing
stage-running = Carrying out
stage-identifying = Establishing who you are
stage-in-part = Answered in part
stage-answered = Completed
stage-refused = Refused
stage-withdrawn = Taken back
stage-received-means = We have your request and are looking up where your data are.
stage-deciding-means = We have looked up what there is. A member of staff checks it and decides.
stage-running-means = Your request is approved and is now being carried out in every system.
stage-identifying-means = We have your request. First we ask you to show that it is you.
stage-in-part-means = You have an answer on everything that we could do ourselves. We still wait for a supplier.
stage-answered-means = Your request is completed.
stage-refused-means = We have refused your request. Below you can read why, and what you can do.
stage-withdrawn-means = You took this request back. Nothing was carried out.
place-behind = done
place-here = your request is here now
place-arrived = done
place-ahead = still to come
step-waiting = waiting
step-busy = working
step-retrying = trying again
step-done = done
step-by-hand = by hand
step-stuck = needs help
step-retrying-means = This system cannot be reached for a moment. We try again by ourselves.
step-by-hand-means = There is no interface with this one. We have asked for your data and wait for an answer.
step-stuck-means = This does not succeed by itself. A member of staff looks at it.

## What happened to a request
happened-request-filed = Filed
happened-identity-asked = Asked who it is
happened-identity-proved = Established who it is
happened-identity-refused = Proof not accepted
happened-plan-made = Looked up what there is
happened-plan-dropped = Plan dropped, to be made again
happened-request-approved = Approved
happened-request-halted = Everything has stopped
happened-request-released = The stop is over
happened-request-told = The person was told beforehand
happened-request-judged = An employee has written down what they found
happened-request-refused = Refused
happened-request-passed-on = Passed on to whoever is responsible
happened-request-extended = Term extended
happened-request-withdrawn = Taken back
happened-request-deferred = Waits for another request
happened-request-resumed = Goes on
happened-request-begun = Began to carry it out
happened-step-started = System begun
happened-step-done = System done
happened-step-failed = System did not succeed
happened-task-closed = Answer from a recipient
happened-task-sent = Letter to a recipient sent
happened-task-acknowledged = A recipient acknowledged the letter
happened-task-reminded = Reminder of a task
happened-task-answer-kept = A recipient’s file kept
happened-task-answer-collected = A recipient’s file collected
happened-task-answer-destroyed = A recipient’s file destroyed
happened-request-executed = All systems done
happened-answer-sealed = Answer packed
happened-answer-announced = Message sent
happened-request-answered-in-part = Answered in part
happened-request-answered = Answered
happened-answer-collected = Answer collected
happened-answer-destroyed = Answer deleted
happened-handover-opened = Direct hand-over asked for
happened-handover-done = Handed over to another
happened-handover-failed = Hand-over did not succeed
happened-handover-revoked = Hand-over taken back
happened-status-told = Other system told
happened-status-untold = Other system could not be reached
happened-request-closed = Closed
happened-request-forgotten = Person forgotten
happened-message-sent = E-mail sent
happened-message-failed = E-mail not sent
happened-message-bounced = E-mail came back
happened-message-taken = The person wrote back
happened-data-seen = Data looked at
happened-redaction-decided = Left out what is of others
happened-address-change-told = Old address told

## What happens to data
outcome-copied = copied
outcome-deleted = deleted
outcome-anonymised = anonymised
outcome-kept = kept
outcome-reported = stays
outcome-mentioned = mentioned at others
outcome-corrected = corrected
outcome-unchanged = may not change
outcome-restricted = paused
outcome-lifted = in use again
outcome-listed = left out
outcome-unlisted = no longer left out
planned-copied = will be copied
planned-deleted = will be deleted
planned-anonymised = will be anonymised
planned-kept = will be kept
planned-reported = will stay
planned-mentioned = mentioned at others
planned-corrected = will be corrected
planned-unchanged = may not change
planned-restricted = will be paused
planned-lifted = will be in use again
planned-listed = will be left out
planned-unlisted = will no longer be left out
kept-until = until { $date }
kept-between = until a day between { $first } and { $last }
held-by = Held by { $holder }
others-stay-you = { $count ->
    [one] 1 text of somebody else mentions you. It stays.
   *[other] { $count } texts of others mention you. They stay.
}
others-stay = { $count ->
    [one] 1 text of somebody else mentions this person. It stays.
   *[other] { $count } texts of others mention this person. They stay.
}

## Notices
notice-filed = Your request has been filed. You will hear from us by e-mail.
notice-approved = Approved. The work has begun.
notice-refused = Refused. The person who asked gets the reason by e-mail.
notice-task-closed = The task is closed.
notice-letter-queued = The letter leaves by mail.
notice-letter-sent = Recorded: you have sent the letter.
notice-task-acknowledged = Recorded: the recipient has the letter.
notice-answer-kept = The file is kept.
notice-rows-decided = Your decision is on record.
notice-withdrawn = Your request has been taken back.
notice-handover-begun = We are sending the data. Below you see how it goes.
notice-handover-revoked = Taken back. Nobody can collect the data this way any more.
notice-replanned = The systems are being searched again.
notice-tried-again = It is being tried again now. Refresh the page to see how it ended.
notice-signed-out = You are signed out.

## Home page
home-title = What we promise about your data, and whether we keep it
home-lead = { $organisation } writes down once what happens to personal data. That same text drives our systems. Beside every promise it says whether we keep it.
home-tiles = Each tile is one of our { $total } promises
home-checked = Last checked on { $date }.
gaps-title = What the law also demands
gaps-text = No promise names this, but the law demands it. We measure it in the same way.
home-doors = Read and ask
home-privacy = Which data we have about you, why, for how long, and who receives them.
home-cookies = What our web site stores on your device, and what you have to say about that.
home-my = Ask for a copy, be forgotten, follow your request. You get an answer within { $term }.
home-edition = The text in force
home-edition-text = Edition { $label } is in force from { $date }. A published text never changes again; a new one gets a date of its own.
all-editions = All editions
home-contact = A question or a complaint
home-contact-text = Ask your question: { $name },
home-complaint = If you think we are doing it wrong, you can complain to the

## Policy
one-month = one month
table = Table
contents = Contents
doc-edition = Edition
doc-in-force = In force from
doc-was-in-force = Was in force from
doc-hash = Checksum
doc-history = History
clause = Promise { $id }
clause-link = Link to { $id }
clause-verdict = How promise { $id } stands
edition-past-label = Old edition
edition-past = This text is no longer in force.
edition-past-days = It held from { $from } until { $until }.
edition-coming-label = Coming edition
edition-coming = This text is not in force yet.
edition-coming-day = It takes effect on { $from }.
edition-to-current = Read the text that is in force
editions-title = All editions
editions-lead = Every text that we ever published, unchanged. The checksum shows that not a letter was altered afterwards.
editions-none = No edition has been published yet.
editions-feed = Follow new editions (Atom)
changes-link = What changed
changes-title = What version { $version } changes
changes-lead = Version { $to } holds from { $day }. Here is every difference from version { $from }. You agree to nothing by going on using our services.
change-widening = wider
change-narrowing = stricter
change-wording = other words
changes-again = What we ask your consent for again
changes-again-why = Your earlier consent does not hold for what is added. Until you choose again it does not happen.
changes-facts = What is done differently
changes-words = What is said differently
changes-words-how = Words that went are struck through, new words are underlined.
changes-gone = gone:
changes-new = new:
changes-none = Nothing changed.
standing-in-force = in force
standing-past = no longer in force
standing-coming = coming
edition-days = From { $from } until { $until }.
edition-from = From { $from }.
edition-promises = { $count ->
    [one] One promise.
   *[other] { $count } promises.
}

## Signing in
sign-in-lead = See where your data are, ask for a copy, or be forgotten. You need no password: we send a code to your e-mail address.
email = E-mail address
email-hint = The address under which we know you.
sign-in-why = Why a code? We give data only to the person they belong to. Whoever can read the code has the address that we already knew.
send-code = Send me a code
code-title = Enter the code
code-lead = If we know that address, a message with a code is now in your mailbox. The code is valid for { $minutes } minutes.
code = Code
code-hint = Six digits, from the message that we sent you.
code-missing = No message? Look in the unwanted mail, or
code-again = enter your address again
error-email = Enter an e-mail address, such as name@school.example.
error-code = This code is wrong or no longer valid. Ask for a new one if you need to.
error-code-attempts = A wrong code was entered too often. Ask for a new one.
desk-sign-in = Sign in to the privacy desk
desk-sign-in-lead = For staff who handle requests about personal data. You get a code by e-mail.
desk-email-hint = Your work address.

## My data
signed-in-as = Signed in as
my-requests = Your requests
my-requests-none = You have not asked for anything yet.
card-facts = { $reference } · asked on { $date }
card-due = You will have an answer by { $date }.
card-refused = Read why, and what you can do.
collect = Collect your answer
my-ask = What would you like to do?
offer-copy = A copy of my data
offer-copy-text = Everything that we and our suppliers have about you, in one file. Within { $term }.
offer-correct = Correct something
offer-correct-text = Is something wrong? We correct it everywhere, and tell those who received it from us.
offer-pause = Pause the use of my data
offer-pause-text = We keep your data, but do not use them until you end the pause.
offer-take = Take my data along
offer-take-text = Your data in files that somebody else can read in. Your account simply stays.
offer-object = Object
offer-object-text = We stop at once. For marketing for good; otherwise we look whether you are right.
offer-withdraw = Withdraw my consent
offer-withdraw-text = What you allowed us stops at once. We confirm it to you.
offer-forget = Forget me
offer-forget-text = We erase your data wherever we can, and tell you exactly what we must keep and until when.
offer-stop = I am leaving the service
offer-stop-text = You give notice. We close your account and then forget you; first you can have a copy.

## Asking for a copy
copy-lead = You get everything that is about you: what you gave us, what we got from others, and what was recorded automatically.
copy-step-1 = We search every system and every supplier.
copy-step-2 = A member of staff checks that nothing of anybody else is in it.
copy-step-3 = Within { $term } you get a message with a link, at the address we know:
copy-contents = In the file: pages to read, the same data for a computer (JSON and CSV), who holds them for us, and a list of checksums.
copy-send = Ask for my copy

## Being forgotten, leaving
forget-lead = We erase what we have about you. This cannot be undone.
stop-lead = You end the service. We close your account and then erase what we have about you.
forget-what = What happens
forget-deleted = Your account and everything that is only about you, we delete.
forget-anonymised = What others need, such as your posts in a course, stays without your name.
forget-told = Suppliers that have data about you, we ask to do the same.
forget-kept = What we must keep
forget-kept-text = Of these we erase everything that is not required. The rest disappears by itself once the term has ended.
forget-confirm = Yes, erase my data
forget-confirm-hint = I know that this cannot be undone.
forget-send = Forget me
forget-term = Within { $term } you are told what was erased and what was kept, at
stop-copy-first = First send me a copy of my data
stop-copy-first-hint = We erase only after you have been able to collect the copy.
stop-send = End and forget me
error-confirm = Tick the box to let us erase your data.
what-you-asked = What you asked
answer-goes-to = Within { $term } you get an answer at
correct-lead = Fill in what is wrong and what it should be. Leave the rest empty.
correct-was = What it says now (if you know)
correct-to = What it should be
correct-hint = We may not change invoices that were sent. The old value stays in them.
correct-step-1 = We look it up in all our systems and correct it wherever it stands.
correct-step-2 = We ask companies that received it from us to do the same.
correct-step-3 = Within { $term } you read what was changed, in a message to
correct-send = Ask for correction
error-nothing-to-correct = Fill in for at least one thing what it should be.
error-correction-missing = You filled in what it says now. Fill in what it should be as well.
error-correction-same = What it says and what it should be are the same. Fill in something else.
error-correction-odd = A value is too long, or has a line break in it. Use at most 500 characters on one line.
pause-lead = We keep your data, but do nothing else with them.
pause-step-1 = A member of our staff looks at your request.
pause-step-2 = Your data are then paused. You cannot sign in to the learning environment meanwhile.
pause-step-3 = The pause lasts until you end it. If the law makes it end, you hear so beforehand.
pause-send = Ask for a pause
take-lead = You get all your data in files that another provider can read in.
take-step-1 = We collect what we and our suppliers have about you.
take-step-2 = You get it as readable pages, as tables (CSV) and as data for computers (JSON-LD).
take-step-3 = Your account and your service stay as they are.
take-send = Ask for my data
object-lead = You need not prove anything. We stop as soon as you press the button.
object-step-1 = We stop at once, in all our systems, and ask our suppliers to do the same.
object-step-2 = For marketing, that is the end of it. Otherwise we look whether you are right; until then it stays stopped.
object-step-3 = If you are right, you first get a copy, and then we erase those data.
object-against = What do you object to?
stops-marketing = Marketing and newsletters
stops-marketing-means = Stops at once and for good. Messages about your order or your account keep coming.
stops-interests = Everything that we do in our own interest
stops-interests-means = Stops at once, your account in the learning environment included. We then look at your objection.
object-reasons = Would you like to explain anything?
object-reasons-hint = You need not. At most 4000 characters.
error-reasons-long = Your explanation is too long. Use at most 4000 characters.
object-send = Object
withdraw-lead = You allowed us something. You can always take that back.
withdraw-step-1 = Everything that rests on your consent stops at once.
withdraw-step-2 = We also tell the companies that do something with it.
withdraw-step-3 = What we did with your consent before stays valid.
withdraw-send = Withdraw my consent
lift-pause = End the pause
lift-pause-hint = We send you a message first. We then use your data again as before.

## Following a request
facts = Your request
reference = Reference
filed = Filed
answered = Answered
due-at-latest = Answer by
what-happened = What happened
per-system = Per system
refusal-why = Why we refuse this
complaint = Not satisfied? You can always complain to the
complaint-court = You can also go to court.
complain-how = How to make a complaint
complain-title = Make a complaint
complain-lead = Do you think that we do something wrong with your data? There are three places to go. You choose which, and in which order.
complain-us = To us
complain-us-text = This is often the quickest. A person reads what you write and answers it: { $name },
complain-words = What do you complain about?
complain-words-hint = Write what happened, when, and what you want. 4,000 characters at most.
complain-send = Send the complaint
complain-signed-in = Complain through My data
complain-form = or without signing in
complain-authority = To the supervisory authority
complain-authority-text = Complaining is free. Say what you have discussed with us already; you need not.
complain-court = To the court
complain-court-text = If you disagree with an answer of ours, you can ask the court to decide. Do so within { $term } of our answer.
complain-take = This helps
complain-take-reference = the reference of your request, if you have one
complain-take-answer = our answer, or the date on which you asked something if no answer came
complain-take-dates = what happened and when
complain-free = Whoever complains notices nothing of it with us: we help you just as well afterwards.
offer-complain-text = To us, to the supervisory authority or to the court. Here is how.
error-complaint = Write what you complain about.
judgement-title = What we found
found-upheld = A person has looked at the decision. It stays as it was.
found-changed = A person has looked at the decision and changed it.
found-not-automated = No computer took this decision.
found-replied = Our answer
offer-review = Have a person look at a decision
offer-review-text = Did a computer alone take a decision about you? A person looks at it again.
review-lead = Did you get a decision that a computer took, without any person looking? Then an employee looks at it after all.
review-step-1 = You say which decision it is about and what you think of it.
review-step-2 = An employee who may change the decision looks at it and reads what you write.
review-step-3 = You hear what they found and why.
review-decision = Which decision is it about?
review-decision-hint = For example: my order on account was turned down.
review-words = What do you think of it?
review-send = Ask a person
error-decision-missing = Write which decision it is about, in 500 characters at most.
ask-say = Only for a decision or a complaint: tell us about it
ask-say-words = What do you want to say?
judge-review = Look at the decision yourself, and at the data it rests on. You may change it. Then write down what you found.
judge-complaint = Read the complaint and write your answer. Where else somebody can go is put below it.
judge-unknown = We do not know for sure who this is. Put nothing about a person into your answer, or ask first who it is.
judge-found = What did you find?
judge-words = Your answer
judge-words-hint = The person reads this text as it is. You can change it until the answer is sent.
judge-save = Put the answer on record
judge-save-again = Change the answer
judge-send = Send the answer
judge-send-hint = After that it is final.
error-found = Choose what you found.
error-judge-words = Write your answer, in 4,000 characters at most.
notice-judged = The answer is on record. It has not been sent yet.
told-title = Who was told
offer-told-text = See which recipients heard that your data were corrected, erased or paused.
told-lead = When we correct, erase or pause your data, we tell everybody who got them from us. Here is who that is, how they heard of it and what they did.
told-none = Nothing has been corrected, erased or paused yet. So nobody had to be told.
told-erased = If all your data were erased, we no longer know which request was yours. Who was told then stands in the confirmation that you got.
told-others = Without a system of their own
told-others-text = Our policy names these recipients too. We keep no record that they got data of yours; so they are not told by themselves. If you think that they have something of yours, let us know.
told-receipt = Receipt
told-changed = Changed by us
told-waiting = Will be changed
told-ready = Letter is ready
told-mailed = Letter mailed
told-sent = Letter sent
told-acknowledged = Confirmed
told-done = Done
told-nothing-held = Had nothing of yours
told-refused = Did not do it
told-silent = Did not answer
redact-title = Leave out what is of others
redact-back = Back to the request
redact-lead = These texts may say something about others. What we think must go is ticked. Check it: what stays ticked, the person does not get to see. The rest of the text they do (GDPR art. 15(4)).
redact-offer = The texts of this copy may say something about others.
redact-decided = What is left out was put on record on { $at }.
redact-none = In the texts of this copy we found nothing that looks like data of others.
redact-mention = Somebody else’s text
redact-more = There are { $count } more texts. What looks like data of others in them is left out.
redact-words = Leave out as well, wherever it stands
redact-words-hint = A name or word per line. Capitals make no difference.
redact-save = Put on record what is left out
redact-files = Files that somebody uploaded go along as they are. If a text still changes after this, everything in it that looks like data of others is left out.
redact-email = e-mail address
redact-phone = telephone number
redact-citizen-number = citizen’s number
redact-name = name
error-redact-words = Give at most 50 words, each of at most 100 characters.
notice-redacted = What is left out of the copy is on record.
bounces-title = Mail that came back
bounces-lead = These messages did not arrive. No answer is lost by that: a copy that is ready is kept for 30 days longer.
bounces-none = No mail came back.
inbox-bounced = { $count ->
    [one] 1 message came back
   *[other] { $count } messages came back
}
bounce-hard = Will never arrive there
bounce-soft = Did not arrive now
bounce-ended = Dealt with
bounce-address = The address does not exist.
bounce-mailbox = The mailbox takes nothing, for example because it is full.
bounce-policy = The recipient’s mail server refuses our mail.
bounce-other = The mail server could not deliver it.
bounce-again = Say again that the answer is there
bounce-end = Off the list
bounce-nobody = We no longer know which address this should go to.
notice-mailed-again = The answer was announced again.
notice-bounce-ended = Taken off the list.
left-out-you = { $count ->
    [one] In one text we left out what is about others (GDPR art. 15(4)).
   *[other] In { $count } texts we left out what is about others (GDPR art. 15(4)).
}
withdraw = Take this request back
related-waits = This request waits for
related-belongs = This request belongs with
archive-ready = Your copy is ready
archive-ready-text = One zip file. Start with index.html: it opens in your browser.
sealed-title = Copy with a passphrase
sealed-lead = This way you can keep the copy safely or pass it on. Only who knows the passphrase can open it.
sealed-lead-post = Put this file on a stick or send it by post. Give the passphrase by another way, such as the telephone.
sealed-words = The passphrase
sealed-once = Write it down now. We do not keep it and cannot show it again.
sealed-download = Collect the sealed copy
sealed-how = It can be opened with the free program age:
sealed-offer = Or collect it with a passphrase on it
sealed-post = It was judged who the person is. The copy can therefore go by post as well:
handover-offer = Or let us give it straight to another
handover-offer-desk = You can also give the copy straight to another:
handover-title = Hand over directly
handover-back = To the request
handover-lead = Are you moving to another provider? We give your data straight to that organisation. Nothing changes here: your account stays.
handover-lead-desk = The person wants the copy to go to another organisation. Do this only as the person asked for it.
handover-copy = The copy is { $size } and is there until { $until }.
handover-by-link = By a link
handover-by-link-text = The link works once, for a week at most. Give it only to the organisation that gets the data: whoever has the link can collect them.
handover-make-link = Make a link
handover-link-made = The link
handover-link-once = Copy the link now. We do not keep it and cannot show it again. It works until { $until }.
handover-by-address = To an address
handover-by-address-text = Did the other organisation give you an address to send the data to? Fill it in here. We send them once.
handover-address = Address of the receiver
handover-address-hint = It begins with https://
handover-way = How to send
handover-way-hint = If the receiver says nothing about it, choose PUT.
handover-send = Send the data
handover-earlier = What you handed over
handover-a-link = A link
handover-an-address = Sent to
handover-link-open = not used yet
handover-waits = being sent
handover-collected = collected
handover-arrived = arrived
handover-failed = did not succeed
handover-revoked = taken back
handover-expired = expired
handover-asked = Asked on { $at }
handover-ended = done on { $at }
handover-until = good until { $at }
handover-again = We try again on { $at }.
handover-status = Answer of the receiver
handover-went = SHA-256 of what went
handover-revoke = Take back
handover-stays = Handing over ends nothing. If you want us to erase your data afterwards, ask for that separately.
handover-why-redirect = The receiver sends us on to another address. We do not follow that. Ask for the right address.
handover-why-refused = The receiver does not take the file. Ask for a new address.
handover-why-busy = The receiver cannot take the file now.
handover-why-slow = The receiver took too long.
handover-why-broken = The connection broke. Ask the receiver whether the file arrived.
handover-why-large = The file is too large to be sent. Make a link.
handover-why-private = This address is not on the public internet.
handover-why-gone = The copy was no longer there.
handover-why-source = The file could not be read. Get in touch with us.
handover-why-unreachable = The receiver could not be reached.
handover-offered = A file is ready for you
handover-offered-text = { $organisation } gives you the data of somebody who asked for that.
handover-offered-once = You can collect it once, until { $until }. After that this link no longer works.
handover-collect = Collect the file
handover-program = A program collects the file with the address that you got:
archive-download = Download the copy
archive-until = To be collected until
archive-collected = Collected before
archive-times = { $count ->
    [one] once
   *[other] { $count } times
}
archive-gone = The copy has been deleted
archive-gone-text = We keep an answer no longer than needed.
archive-ask-again = Ask for a new copy

## Privacy desk: requests
filter-open = Open
filter-closed = Closed
filter-every-right = All rights
filter-all = All
search-number = Number
search-stage = How far
search-channel = Came in
search-any = All
search-go = Search
search-clear = Clear the search
search-by-address = Search by e-mail address
search-address = E-mail address of the person
search-address-hint = The address does not enter the address bar and is kept nowhere. The person sees that you looked.
search-found = { $count ->
    [one] One request of this address.
   *[other] { $count } requests of this address.
}
search-none = Nothing found.
keys-title = Keys
keys-down = Next in the list
keys-up = Previous in the list
keys-enter = Open
keys-search = To the search
keys-help = This overview
keys-on = Use these keys
keys-close = Close
inbox-none-open = Nothing here. New requests appear by themselves.
inbox-none-closed = Nothing has been closed yet.
days-left = { $days ->
    [one] 1 day left
   *[other] { $days } days left
}
days-late = { $days ->
    [one] 1 day late
   *[other] { $days } days late
}
due-today = today
problems = { $count ->
    [one] 1 system needs help
   *[other] { $count } systems need help
}
end-of-service = end of the service
end-of-service-text = The person is leaving the service.
filed-on = filed on { $date }
closed-on = closed
drill = drill

## Grounds for refusing
ground-manifestly-unfounded = Manifestly unfounded (GDPR art. 12(5))
ground-excessive = Excessive, in particular because it is repeated (GDPR art. 12(5))
ground-identity-not-proved = It was not shown who asks (GDPR art. 12(6))
ground-not-the-controller = Somebody else is responsible, such as the school
ground-legal-obligation = The law demands keeping (GDPR art. 17(3)(b))
ground-legal-claims = Needed for a legal claim (GDPR art. 17(3)(e))
ground-rights-of-others = It would harm others (GDPR art. 15(4))
ground-right-does-not-apply = The conditions of this right are not met

## Privacy desk: one request
decide-title = Your decision
decide-access = { $rows ->
    [one] 1 record
   *[other] { $rows } records
} from { $systems ->
    [one] 1 system
   *[other] { $systems } systems
} will be in the copy.
decide-erasure = { $deleted ->
    [one] 1 record
   *[other] { $deleted } records
} will be deleted, { $anonymised } anonymised and { $kept } kept. Erasing cannot be undone.
decide-correction = { $values ->
    [one] 1 value
   *[other] { $values } values
} will be corrected in { $systems ->
    [one] 1 system
   *[other] { $systems } systems
}. The suppliers below get a letter.
decide-restriction = { $rows ->
    [one] 1 row
   *[other] { $rows } rows
} will be paused in { $systems ->
    [one] 1 system
   *[other] { $systems } systems
}. Until the pause ends nobody may use these data.
decide-lift = The pause ends. The person is told first; after that the data are in use again.
lift-desk = End the pause
lift-desk-hint = Does the law make the pause end? The person is told first; after that the data are in use again.
told-first = The person must hear of this first. That happens by e-mail; it goes on by itself afterwards.
told-otherwise = I told them in another way
notice-told = Recorded. The pause is now being ended.
decide-objection = Everything has stopped already. If you grant the objection, the person gets a copy; then { $deleted ->
    [one] 1 row
   *[other] { $deleted } rows
} will be deleted and { $anonymised } anonymised, and the person stays left out. If you refuse, the stop ends.
what-is-asked = What is asked
plan-by-hand = This system does not do it by itself; a member of staff does it by hand.
approve = Approve
approve-erasure = Approve and erase
approve-correction = Approve and correct
approve-restriction = Approve and pause
approve-lift = End the pause
approve-objection = Grant the objection
refuse = Refuse
refuse-reason = Reason for refusing
refuse-hint = The person who asked reads this text as it is. Name the ground in the law and explain why it applies here.
refuse-send = Refuse
error-reason = Write down why. The person who asked has a right to the reason.
plan = Plan
found-title = Why found
found-link = See why each row was found
found-lead = The systems have just been searched again. Here is the way on which each row was found. Nothing of it is kept.
found-closed = It is no longer known whom this request is about, so nothing can be searched for.
found-no-system = No system can be searched with what is known of this person.
found-nothing = Nothing was found here.
found-own = { $count ->
    [0] No rows of this person's own.
    [one] 1 row of this person.
   *[other] { $count } rows of this person.
}
found-others = { $count ->
    [one] 1 row of somebody else names this person.
   *[other] { $count } rows of others name this person.
}
found-picture = How the data were found in { $system }
found-picture-hint = A filled dot is a step to rows of this person, an open dot to rows of somebody else.
found-words = { $count ->
    [one] The way in words
   *[other] All { $count } ways in words
}
found-of-others = somebody else's
found-keys = { $count ->
    [one] 1 row:
   *[other] { $count } rows:
}
found-more = and { $count } more
plan-show = Show what was found beforehand
plan-none = The systems are being searched. As soon as that is done, the plan appears here.
plan-found = Looked up on { $at }.
plan-table = Plan for { $system }
work = Carrying out
who-hidden = Not visible, or forgotten already.
decide-wait = The systems are still being searched. After that you can decide.
replan = Search again
refuse-ground = Ground
refuse-pass-to = Pass on to
refuse-pass-to-hint = Only when somebody else is responsible: their e-mail address, such as the school’s. The request goes there at once.
part-unknown = not searched yet
part-automatic = automatic
part-by-hand = by letter
part-unconcerned = not concerned
part-knows-nobody = does not know this identity
part-not-in-use = not in use here
quiet-done = Nothing found or reported
quiet-unknown = Not searched yet
quiet-by-hand = Asked by letter
quiet-unconcerned = Does not hold it
quiet-automatic = Nothing found
quiet-knows-nobody = Does not know this identity
quiet-not-in-use = Not in use here
col-deleted = Deleted
col-anonymised = Anonymised
col-kept = Kept
col-corrected = Corrected
col-unchanged = May not change
col-why = Why
searched-clean = searched afterwards, nothing unexpected found
searched-not-clean = Afterwards something was found that should not be there. See where below, and mend the map.
next-try = Next try: { $at }.
try-again = Try again now
remains = { $count ->
    [one] 1 place where something still stands
   *[other] { $count } places where something still stands
}
remains-table = What still stands in { $system }
kind-email = e-mail address
kind-name = name
kind-phone = phone number
kind-address = address
remains-kept = kept by the map
remains-other = text of somebody else
remains-unexpected = does not belong here
work-by-hand = By letter
task-text = These recipients have no interface. Send each the letter and record the answer here.
task-letter-for = Letter for { $system }
closed-on-day = Closed on { $date }
deadline-extended = The term has been extended.
deadline-suspended = The term stands still while the person has to show something.
figure-own = of the person
figure-mentions = { $count ->
    [one] mention
   *[other] mentions
}
figure-collections = { $count ->
    [one] collection
   *[other] collections
}
col-collection = Collection
col-own = Own
col-mentions = Mentions
col-where = Where
col-key = Key
col-what = What it says
task-letter = Show the letter
task-letter-hint = Click in the text to select all of it.
task-close = Record the answer
task-how = How did it end?
task-end-done = Done
task-end-none-held = Held nothing about this person
task-end-refused = Refuses
task-count = Number of records
task-count-hint = When done, if the recipient names it.
task-reason = Reason
task-reason-hint = Required for a refusal.
task-save = Close the task
task-ready = Letter ready
task-sent = Sent
task-acknowledged = Acknowledged
task-overdue = Late
task-due-label = Answer needed by
task-sent-on = Sent on
task-acknowledged-on = Acknowledged on
task-promised-for = done by { $date }
task-to = Address
task-send = Send the letter by mail
task-mark-sent = I have sent it myself
task-acknowledge = The recipient acknowledges the letter
task-promised = Done by
task-promised-hint = The day that the recipient names. Leave it empty if they name none.
task-acknowledge-save = Record the acknowledgement
task-answer = Keep what the recipient sends
task-answer-file = File
task-answer-hint = A PDF, zip or office file, picture or plain text, of 10 MB at most. It is kept encrypted and erased with the file of the request.
task-answer-for-person = The applicant may collect this file
task-answer-is-for-person = for the applicant too
task-answer-save = Keep the file
task-answers = Files of { $system }
task-end-silent = Did not answer
task-close-told = The applicant reads how it ended and what that means.
error-promised = This day is not right, or has passed.
error-answer-missing = Choose a file.
error-answer-large = This file is larger than 10 MB. Split it.
error-answer-kind = This kind of file is not kept. It may be a PDF, zip or office file, PNG or JPEG picture, or plain text.
tasks-lead = Recipients without an interface, over all requests. The most urgent stands first.
tasks-late = { $count ->
    [one] One task is late.
   *[other] { $count } tasks are late.
}
tasks-none-open = No task is open.
tasks-none-done = No task has been closed yet.
letter-back = Back to the request
letter-file = Save as a text file
letter-print = To print it, use the print button of your browser.
holder-done = done
holder-none-held = held nothing of yours
holder-refused = not done
holder-silent = no answer
holder-reason = The reason they gave:
holder-refused-means = { $holder } did not do what we asked. So nothing has changed there. We have put this on record. You can hold this organisation to it yourself, or complain about it to the authority.
holder-silent-means = { $holder } did not answer, not even after our reminder. So we do not know whether anything was done there. You can hold this organisation to it yourself, or complain about it to the authority.
from-holders = From others, for you
from-holders-text = We got these files from organisations that hold data for us.
error-task-end = Choose how it ended. A refusal needs a reason.
deadline = Deadline
deadline-effective = Answer by
deadline-policy = By our policy
deadline-law = By law
who = Asked by
channel = Came in
history = History
entry-number = ledger no. { $seq }

## Privacy desk: systems
systems-lead = Every place that holds personal data, and whether the map still agrees with what is there.
systems-none = The policy names no systems yet.
system-holder = Held by
system-countries = Countries
system-software = Software
system-collections = Collections
system-probed = Last tried
health-up = reachable
health-down = not reachable
health-untried = not tried yet
health-manual = by hand
drift-columns = { $count ->
    [one] 1 column is not on the map
   *[other] { $count } columns are not on the map
}
drift-columns-text = Give every column a data category, or list it among the columns without personal data.
drift-tables = { $count ->
    [one] 1 table is unknown
   *[other] { $count } tables are unknown
}
drift-tables-text = These tables are in the system but not on the map. Look whether they hold personal data.
drift-slow = { $count ->
    [one] One column is searched without an index
   *[other] { $count } columns are searched without an index
}
drift-slow-text = Everything is found, but among many rows it takes long. Give these columns an index when their table grows.
drift-other = { $count ->
    [one] 1 other difference
   *[other] { $count } other differences
}

## Privacy desk: promises
promises-checked = Last checked on { $at }.
promises-none = No promise has this verdict.
evidence = { $count ->
    [0] What this needs
    [one] 1 piece of evidence
   *[other] { $count } pieces of evidence
}
would-change = What would change this:

## Privacy desk: register
register-title = Register of requests
register-lead = What was asked and how it ended. Nothing in it can identify anybody.
register-none = No request has been handled yet.
register-chart = Requests handled per month
register-chart-words = Column chart over { $months ->
        [one] 1 month
       *[other] { $months } months
    }: { $total ->
        [one] 1 request
       *[other] { $total } requests
    }, { $late } of them late. The table below lists all of them.
register-all = All requests
register-count = { $count ->
    [one] 1 request
   *[other] { $count } requests
}
in-time = in time
too-late = late
col-right = Right
col-ended = Ended
col-closed = Closed
col-in-time = In time
col-systems = Systems

## Privacy desk: ledger
ledger-lead = Everything that happens with requests goes on a ledger from which nothing can disappear unnoticed. It holds no personal data.
ledger-size = Entries
ledger-root = Present root
ledger-verify = Check it yourself
ledger-verify-text = This command recalculates the whole ledger, and names the first entry that is wrong.
ledger-checkpoint = Last signed checkpoint
ledger-checkpoint-text = Signed on { $at }.
ledger-no-checkpoint = No checkpoint has been signed yet.
ledger-key = Public key
ledger-key-text = With this anybody can check the signature, without us too.

## Demo
demo-label = Demo
demo-strip = This is a demo with invented people.
demo-walk = The walk
demo-mail = Mail of the demo
demo-title = A walk through the whole job
demo-lead = A policy that carries itself out, in seven steps. { $people } invented people live in the two systems of this demo. No message leaves this computer.
demo-1 = Read what is promised
demo-1-text = Every figure in the text comes from the facts with which the work is done. Beside each promise it says whether it is kept.
demo-2 = Sign in as a teacher
demo-2-text = Read the code in the mail of the demo. The address of { $name }:
demo-3 = Ask for a copy of your data
demo-3-text = File the request. It appears at the privacy desk at once.
demo-4 = Decide at the privacy desk
demo-4-text = See per system what was found, and approve. Sign in with
demo-5 = Collect the answer
demo-5-text = The teacher gets a message, signs in and downloads one file.
demo-6 = Ask to be forgotten
demo-6-text = The desk shows beforehand what will be erased and what must stay. Approve; a row without a name stays in the register.
demo-7 = Recalculate the evidence
demo-7-text = In a terminal. Then alter an entry by hand and try again.
demo-mail-lead = Messages that would otherwise have been sent, the newest on top.
demo-mail-none = No mail yet. Ask for a code at My data.
mail-from = From
mail-to = To
mail-at = On

## When something cannot be done
problem-reference = When asking about this, mention:
problem-bad-request = We cannot make sense of this
problem-bad-request-advice = Go back, check what you filled in and try again.
problem-sign-in-first = Sign in first
problem-sign-in-first-advice = This page is personal. Perhaps you were away for too long; then we sign you out to be safe.
problem-forbidden = This page is not for you
problem-forbidden-advice = You are signed in, but may not see or do this. If you think you should, ask the administrator.
problem-not-found = This page does not exist
problem-not-found-advice = Perhaps the address was copied wrongly, or what was here has been deleted.
problem-wrong-method = This page cannot be asked for like this
problem-wrong-method-advice = Go to the page with the form and send it from there.
problem-conflict = This has changed in the meantime
problem-conflict-advice = Somebody else was first, or the request is already further. Open the page again and see how it stands now.
problem-gone = This is no longer here
problem-gone-advice = We keep it no longer than needed. You can ask for it again.
problem-too-large = This is too much at once
problem-too-large-advice = Make the text shorter and try again.
problem-unprocessable = This is not what can be asked here
problem-unprocessable-advice = Compare what you send with the description at /api/v1/openapi.json.
problem-too-many = Wait a moment
problem-too-many-advice = This keeps programs from trying out addresses or codes. Nothing went wrong. If you share your internet with others, their tries count too.
too-often = { $minutes ->
    [one] This was tried too often in a row from your internet connection. You can try again in a minute.
   *[other] This was tried too often in a row from your internet connection. You can try again in { $minutes } minutes.
}
problem-internal = Something went wrong on our side
problem-internal-advice = You did nothing wrong, and nothing was done by halves. Try again later.
problem-unavailable = We cannot be reached for a moment
problem-unavailable-advice = Try again in a few minutes. What you filed before is safe.

## Desk: retention
retention-lead = What each retention rule would touch on { $date }, counted in the systems themselves.
retention-none = No data map names a retention term.
retention-rules = Retention rules
retention-run-title = Clearing out
retention-run-text = { $rows ->
    [0] By the confirmed rules nothing is past its term now.
    [one] By the confirmed rules 1 row is past its term now. Every day it is cleared out by itself.
   *[other] By the confirmed rules { $rows } rows are past their term now. Every day they are cleared out by themselves.
}
retention-awaiting = { $count ->
    [one] 1 rule waits for a confirmation.
   *[other] { $count } rules wait for a confirmation.
}
retention-asking = Somebody must decide about these
retention-asking-text = These rows are past their term, and the policy lets a person decide. Look them up in the system and clear out what can go; they count until they are gone.
asked-title = Decide about these rows
asked-none = No row waits for a decision now.
asked-text = The term of these rows is over. Choose which may go and which stay.
asked-more = These are the first { $count }; the next follow after them.
asked-rows = Rows, by their key
asked-what = What happens to them?
asked-keep = Keep until a day
asked-delete = Delete now
asked-until = Keep until
asked-reason = Why do they stay?
asked-reason-hint = A sentence, without names. Only needed to keep them.
asked-second = From { $count } rows on a second employee must allow the deletion.
asked-save = Record the decision
error-decision = Choose rows. To keep them, name a day in the coming ten years and a reason.
error-rows-gone = Not all of these rows still wait for a decision. Choose again.
decisions = Decisions
decision-keep = { $count ->
    [one] Keep 1 row until { $date }
   *[other] Keep { $count } rows until { $date }
}
decision-delete = { $count ->
    [one] Delete 1 row
   *[other] Delete { $count } rows
}
decision-waiting = waits for a second employee
decision-allowed = in force
decision-done = over
decision-dropped = dropped
decision-allowed-by = allowed by { $name }
decision-allow = Allow the deletion
retention-run = Clear out now
retention-calendar = Calendar
retention-uncovered = Terms without a rule
retention-uncovered-text = The policy names these terms, but no data map says where they end. Somebody does it by hand, or nobody does.
col-rule = Data
col-term = Term
col-state = State
col-rows = Rows
col-due = Goes now
col-soon = In 30 days
col-later = In 90 days
col-held = Stays
then-delete = then deleted
then-anonymise = then anonymised
then-archive = then in the archive
then-ask = then somebody decides
rule-confirmed = confirmed
rule-awaiting = waits for a confirmation
rule-asks = a person decides
rule-unusable = cannot be carried out
rule-not-counted = Cannot be counted now.
rule-undated = Without a readable date
rule-confirm-title = Is this right?
rule-confirm-text = { $rows ->
    [0] Nothing goes now. From your confirmation on, what passes its date goes every day.
    [one] 1 row goes now, and from then on what passes its date, every day. What is gone does not come back.
   *[other] { $rows } rows go now, and from then on what passes its date, every day. What is gone does not come back.
}
rule-confirm = Confirm this rule
rule-cutoff = Last date that may go now
rule-lifted = Kept longer because of
rule-along = Goes along
rule-left-behind = Stays behind on its own
rule-open-requests = Open requests whose data stay
rule-holds = Holds
rule-samples = Samples
rule-samples-text = The keys of the first rows that would go. Look them up in the system before you confirm.
rule-samples-none = No row goes now.
held-all = everything stays
held-some = rows of named people stay
sweeps = Last sweeps
sweeps-none = Nothing has been cleared out yet.
sweep-running = under way
sweep-done = done
sweep-stopped = stopped
sweep-batches = { $count ->
    [one] 1 receipt
   *[other] { $count } receipts
}
sweep-did = { $deleted } deleted, { $anonymised } anonymised.
sweep-nothing = Nothing was past its term.
sweep-parts = Per collection
calendar-lead = How many rows reach their date in the months to come. What may go already counts in this month.
calendar-none = Nothing reaches its date in the months to come.
calendar-total = Together
calendar-silent = These rules could not be counted:

## Desk: holds and archive
holds-lead = Reasons to keep data longer that do not stand in the policy. Whoever asks gets to read the reason.
holds-none = There is no hold.
hold-claim = legal claim
hold-fiscal = fiscal question
hold-fraud = fraud case
hold-ended = ended
hold-keeps = Keeps
hold-somebody = of named people
hold-everybody = of everybody
hold-until = Until
hold-open-end = somebody ends it
hold-set = Set
hold-end = End
hold-end-text = After that the data follow their own rules again. Whoever the hold named is wiped.
hold-end-now = End now
hold-new = New hold
hold-kind = Sort
hold-reason-nl = Reason in Dutch
hold-reason-en = Reason in English
hold-reason-hint = The person gets to read this. Name nobody.
hold-who = E-mail address of whom it is about
hold-who-hint = Empty: of everybody. It is kept sealed and wiped at the end.
hold-scope = Where
hold-scope-all = Everywhere
hold-until-label = End
hold-until-hint = The first day on which it no longer holds. Empty: until somebody ends it.
hold-place = Place
archive-title = Archive
archive-lead = Archived data are closed to staff. Whoever needs them all the same says why; everybody at the desk sees that.
archive-none = No term of the policy ends in an archive.
archive-open = Open an archive
archive-which = Which archive
archive-why = Why
archive-why-hint = A sentence that somebody else understands. Name nobody.
archive-hours = Number of hours
archive-open-now = Open now
archive-is-open = open
archive-was-open = closed
archive-close = Close now

## Desk: thorough looks
look-suspects = { $count ->
    [one] 1 column looks personal and stands on no map
   *[other] { $count } columns look personal and stand on no map
}
look-suspects-text = Name or contents point at people. Put these columns on the map.
look-numbers = { $count ->
    [one] payment numbers stand in 1 place
   *[other] payment numbers stand in { $count } places
}
look-numbers-text = Card or account numbers stand here. The numbers themselves were not kept.
look-rows = { $count ->
    [one] 1 row
   *[other] { $count } rows
}
look-unread = { $count ->
    [one] 1 table could not be read
   *[other] { $count } tables could not be read
}
look-now = Look thoroughly now
notice-look-asked = The systems are being looked at thoroughly. Reload the page to see what was found.
look-personal-at = Looked at thoroughly on { $at }.
look-payment-at = Searched for payment numbers on { $at }.

menu-desk-retention = Retention
menu-desk-holds = Holds
notice-rule-confirmed = The rule is confirmed. From now on it is carried out every day.
notice-sweeps-queued = The confirmed rules are being carried out. Reload the page to see how far it is.
notice-hold-placed = The hold is placed.
notice-hold-ended = The hold is ended.
notice-archive-opened = The archive is open. The ledger says so.
notice-archive-closed = The archive is closed again.
error-hold-reason = Choose a sort and give the reason in both languages.
error-hold-scope = Name somebody, or choose where the hold applies.
error-hold-until = Choose a day in the future, or leave this empty.
error-opening = Choose an archive and say in a sentence why.

menu-desk-choices = Choices
choices-lead = What visitors chose about cookies. These are sums: nobody can be taken out of them.
choices-chart = Choices per day
choices-chart-words = Columns per day over { $days } days: { $total } choices, of which { $all } allowed everything, { $some } a part and { $none } nothing.
choices-all = everything allowed
choices-some = a part
choices-none = nothing allowed
choices-purposes = Allowed per purpose
choices-share = { $percent }% ({ $allowed } of { $asked })
choices-ways = How people chose
choices-signalled = Browser asks not to be followed (GPC)
choices-empty = Nothing was chosen in these days.
choices-site = On your site
choices-site-text = Put this line into the head of every page, without async.
choices-sites = The choice holds on:
choices-no-banner = This policy has no banner: services.toml names no gestand_choice.
choice-by-accept = Accept all
choice-by-refuse = Refuse all
choice-by-save = Chosen one by one and saved
choice-by-close = Closed: counts as refusing
choice-by-allow = Allowed at a film or another part
choice-by-api = By the site or the app itself
choice-by-confirm = Confirmed from the own mailbox
choice-by-unsubscribe = Ended with one click in a letter
own-choices = Choices about cookies
own-choices-offer = See what you chose on our site, if you want to tie those choices to your address.
own-choices-lead = What you chose about cookies, we keep without your name. Only if you say so here does a choice belong to your address.
own-choices-none = No choices are tied to your address.
own-choices-counts = counts until { $date }
own-choices-stays = counts until you choose otherwise
own-choices-replaced = replaced
own-choices-allowed = Allowed
own-choices-refused = Refused
own-choices-nothing = nothing
own-choices-untie = No longer tie to my address
own-choices-tie = Tie a choice
own-choices-tie-text = After that the choice is also in a copy of your data.
own-choices-id = The number of your choice
own-choices-id-hint = You find it on our site in the cookie gestand_choice, behind id: 32 digits and letters.
own-choices-tie-now = Tie
error-no-choice = No choice is recorded under this number. Copy all 32 characters.
notice-choices-tied = The choice is tied to your address.
notice-choices-untied = The choice is no longer tied to your address.
## The work of the privacy desk
required = required
not-required = not required
undo-title = Can still be taken back
undo-refusal = Take the refusal back
undo-extension = Take the extension back
undo-approval = Take the approval back
undo-until = The message leaves at { $at }.
undo-waits = Carrying out has not begun.
two-needed = These are so many rows that two employees must approve it.
two-first-you = You approved this at { $at }. A second employee is still needed.
two-first-other = A colleague approved this at { $at }. Carrying out begins with your approval.
extend = Extend the term
extend-reasons = Why it takes longer
extend-hint = The person reads this text literally. The term can be extended once, by two months, and only within the first term.
extend-send = Extend the term
extended-title = The term was extended
ask-back = Ask something back
ask-back-words = Your question
ask-back-hint = Ask only what you really need to carry the request out. The term stands still until the answer is there.
ask-back-send = Send the question
asked-back = Asked of the person
question-open = The term stands still until there is an answer.
question-ended-at = ended at { $at }
question-end = Take down an answer, or go on without one
question-said = What the person said
question-said-hint = Leave this empty if you go on without an answer.
question-end-now = End the question
question-for-you = We have a question for you
question-your-answer = Your answer
question-your-answer-hint = While we wait for you, the term stands still.
question-send = Send the answer
ask-identity = Ask who it is
ask-identity-means = What will do as proof
ask-identity-hint = Ask as little as possible, and only when you have a good reason to doubt. The lightest way comes first.
ask-identity-send = Ask
identity-title = Who asks
identity-known-by = Established by
identity-contact = Address given, not yet proved
identity-behalf = On the person’s behalf
identity-asked-for = Asked for:
identity-accepted = accepted
identity-rejected = not accepted
identity-closed = request closed
identity-replaced = replaced by another question
means-shared-knowledge = something only the person and we know, such as an order number with its date
means-call-back = calling back on a number that was known already
means-school = the school vouches for it
means-in-person = coming by
means-authorisation = an authorisation by the person
means-shielded-document = a copy of a document with number and photograph covered
means-signed-in = signing in with a known address
means-known-address-code = a link to a known address
means-not-needed = not needed for this right
proof-views = { $count ->
    [one] looked at once
   *[other] looked at { $count } times
}
proof-until = Destroyed on { $at } at the latest.
proof-destroyed-at = destroyed on { $at }
proof-look = Look at the proof (goes into the log)
judge-means = What shows who it is
judge-hint = After your judgement everything that was handed in is destroyed at once.
judge-accept = It is right: go on
judge-reject = Not enough: ask again
alike-title = Perhaps of the same person
alike-text = These requests are shown and never merged. Two people may have addresses that look alike.
alike-same = same identity
alike-perhaps = looks alike: mind dots, capitals or a plus sign
approve-together = Approve this and the ticked requests
notes-title = Notes
note-add = Add a note
note-words = Note
note-hint = Only the privacy desk reads this. The note goes when the request is closed.
note-save = Save the note
note-remove = Take away
enter-title = Enter a request
enter-lead = For what came in by letter, telephone or e-mail or through a school. The term runs from the day on which anybody here received it.
enter-channel = How did it come in?
enter-letter = by letter
enter-phone = by telephone
enter-email = by e-mail
enter-school = through a school
enter-received = Received on
enter-received-hint = The day on which it reached anybody in the organisation.
enter-right = What is asked?
enter-email-address = The person’s e-mail address
enter-email-hint = Without proof only the question who it is goes there.
enter-identity = Another identity
enter-identity-hint = For example shop_user=1042 or cookie-id=GA1.1.123.
enter-means = Do you know who it is?
enter-means-none = Not yet: that must still be asked
enter-behalf = Does somebody ask on the person’s behalf?
enter-behalf-hint = For somebody under 16 a parent or guardian asks, or the school.
enter-behalf-none = No, the person themselves
enter-behalf-name = Name of who asks
enter-language = Language of the answer
enter-send = Enter the request
behalf-parent = parent or guardian
behalf-school = school
behalf-authorised = authorised person
ask-correct = Only for correcting: what is wrong?
ask-datum = Which item
ask-object = Only for objecting: against what?
notice-extended = The term was extended. The person gets your explanation by e-mail.
notice-asked-back = The question was asked. The term stands still.
notice-question-ended = The answer was taken down. The term runs again.
notice-identity-asked = The person is asked who they are.
notice-identity-proved = It is established who it is. The systems are searched.
notice-identity-refused = Not accepted. What was handed in was destroyed and it is asked again.
notice-note-written = The note was saved.
notice-note-removed = The note is gone.
notice-taken-back = Taken back. The request stands where it stood.
notice-endorsed = Recorded as the first approval. A second employee must approve it too.
notice-entered = The request was entered.
error-question = Write what you want to know.
error-answer = Fill in your answer.
error-note = A note has 1 to 4,000 characters.
error-means = Choose at least one way.
error-right = Choose what you want to ask.
error-received = It cannot have been received on that day.
error-identity = Give an e-mail address or another identity, such as shop_user=1042.
error-pass-to = Fill in the e-mail address of whoever is responsible, such as the school.
error-address = Fill in an address that begins with https://, without a name or password in it.
error-address-private = This address is not on the public internet. We send nothing there.
error-behalf = Name who asks on the person’s behalf.
error-datum = Choose the item and fill in what it should be.
error-changed-meanwhile = A colleague was faster: the request has just changed. What you wrote is still here. Look at what changed and then send it again.
error-too-late-to-extend = The first term is over. It can no longer be extended.
happened-request-endorsed = First of two approvals
happened-decision-taken-back = Decision taken back
happened-question-asked = Question asked; the term stands still
happened-question-ended = Question ended; the term runs again
happened-note-written = Note
happened-proof-handed-in = Proof handed in
happened-proof-seen = Proof looked at by the privacy desk
happened-proof-destroyed = Proof destroyed
happened-deadline-warned = Warning about the term

## Asking without an account
ask-title = A request about your data
ask-lead = Fill in what you ask of us. You get an answer within { $term }.
ask-account = Do you have an address that we know already? Then it is quicker through
ask-right = What do you ask?
ask-email-hint = There we ask you whether it is you. Without an address we cannot answer you.
ask-ids = Numbers in your browser
ask-ids-hint = With these numbers we also find what stands under a cookie only. Take out what you do not want to send.
ask-ids-link = Do you want to know which cookie numbers stand in your browser?
ask-send = Send
ask-sent = Your request was sent.
ask-sent-text = You get an e-mail with a link by which you show that it is you. Then we go to work.
ask-sent-none = Got no mail? Look among the junk mail, or ask us:
ids-title = Numbers in your browser
ids-lead = Web sites recognise a browser by a number in a cookie. These are the numbers that your browser sent to this site. We do not keep this page.
ids-none = Your browser sent no numbers.
ids-send = Make a request with these numbers
ids-send-hint = On the next page you choose what you ask and which numbers go along.
ids-choices = What you chose in this browser
ids-choices-text = We keep these choices about cookies under the number in your browser, without your name.
ids-choices-tie = Put these choices with my data
ids-absent = Named in the policy, not sent along
ids-absent-text = These cookies are not in your browser, or only for another site.

## Showing who you are
proof-title = Show us that it is you
proof-lead = On { $date } we received this request:
proof-why = Only the person whom data are about decides on them. That is why we ask.
proof-address = With your e-mail address
proof-address-text = You opened the link in our mail. Do we know that address already? Then that is enough.
proof-address-confirm = Yes, this request is mine
proof-unknown = We do not know this address, or it was changed recently. So we need a little more. Choose what is easiest for you below.
proof-otherwise = In another way
proof-otherwise-text = This is mostly enough. Get in touch with us:
proof-document = No other way? A covered copy
proof-document-text = Hand in a copy only if the rest does not work. Only the privacy desk sees it. After the check it is destroyed, and after { $term } at the latest.
proof-step-1 = Cover the photograph and the citizen service number. The lines of signs at the bottom hold that number too.
proof-step-2 = Write on the copy: “copy for” with the name of our organisation and the date.
proof-step-3 = Leave only your name and the end of its validity readable.
proof-file = The covered copy
proof-file-hint = PNG, JPEG, WebP or PDF, 8 MB at most. You can cover a picture here; cover a PDF beforehand.
proof-file-send = Hand the copy in
proof-too-large = This file is too large or did not come over well. 8 MB at most.
proof-handed-in = Received. You hear from us as soon as we have looked at it.
proof-done = Thank you. We now know that it is you.
proof-done-text = We go to work. You hear from us by e-mail.
proof-not-you = Did you not ask this? Then you need not do anything.
mask-hint = Drag over what nobody needs to see: the photograph, the number, the signs at the bottom. What is black does not leave your device.
mask-undo = Take the last bar away
mask-label = Your picture, to draw bars over
sign-in-otherwise = Does signing in not work, or do we not know your address? Make your request with
sign-in-otherwise-link = the form without an account

## Which mail you get
mail-title = Which mail do you want from us?
mail-lead = Your choice works at once. It holds for
mail-topics = I want mail about
mail-save = Save my choice
mail-none = Send me none of these
mail-saved = Your choice is saved and works now.
mail-stays = Mail that belongs to your order, your account or your request you always get. There is no advertising in it.
report-title = Report of { $year }
report-received = Received
report-answered = Answered
report-refused = Refused
report-withdrawn = Withdrawn
report-file = As a file (CSV):
report-paper = On paper (PDF):
demo-8 = Visit the example site
demo-8-text = A site with a counter, advertising and a film, which wait for your choice. Choose, change your mind, and see the choice at the desk.
demo-site = The example site

# What a real browser saw on the site.
scan-title = What the site really does
scan-lead = A real browser walks the site as visitors do, with every choice they can make, and writes down what is stored and who is asked.
scan-now = Look now
notice-scan-asked = The site is being looked at. That takes a few minutes; reload the page to see what was found.
scan-when = Looked at on { $at }: { $pages } pages, by { $states } visitors.
scan-example = That was an example site: it shows that the notice works, and nothing about your own site. Whoever runs Gestand names your site in GESTAND_SCAN_SITES.
scan-findings = Findings
scan-clean = nothing contradicts the policy
scan-touches = touches { $clauses }
scan-states = Visitors
scan-visitor = Visitor
scan-pages = Pages
scan-stored = Stored
scan-to-others = Requests to others
scan-in-part = in part
scan-things = Stored on the device
scan-name = Name
scan-whose = Whose
scan-own = own
scan-life = Stays
scan-until-removed = until it is removed
scan-in-states = Visitors
scan-none = Nobody has looked at the site with a browser yet. A drill does, when there is a browser on this machine.
visitor-no-choice = chose nothing
visitor-refused = refused everything
visitor-only = allowed only: { $purpose }
visitor-all = accepted everything
visitor-withdrawn = accepted and took it back
visitor-gpc = browser asks not to be followed
visitor-no-script = browser without scripts
menu-desk-editions = Editions
announced-label = Announcement
announced-strip = Our privacy policy changes on { $day }. You do not have to do anything: you agree to nothing by going on using our services.
announced-link = See what changes
edition-stage-draft = draft
edition-stage-checked = checked
edition-stage-approved = approved
edition-stage-announced = announced
edition-stage-in-force = in force
edition-stage-superseded = superseded
edition-stage-dropped = dropped
drafts-lead = A new edition is checked, approved by a second person and announced beforehand. Only then does it apply.
drafts-how = You make a draft of a policy folder with:
drafts-none = There is no edition yet.
draft-title = Edition { $version }
draft-from = Applies from
draft-changes = Changes
draft-found = To be mended
draft-findings = { $count ->
    [one] 1 place in the text
   *[other] { $count } places in the text
}
draft-told = Told by mail
draft-told-words = { $told } of { $all } people with an account have been told.
draft-unreachable = { $count } cannot be reached.
draft-lead = Meant to apply from { $day }. Drafted by: { $who }.
draft-material = This edition changes what is done with data.
draft-words-only = This edition does not change what is done with data, or makes it stricter.
draft-way = How far this edition is
draft-not-yours = You drafted this edition yourself. Somebody else must approve it.
draft-mend = { $count ->
    [one] There is 1 place in the text that must be mended first.
   *[other] There are { $count } places in the text that must be mended first.
}
draft-too-soon = This edition cannot be announced yet: it says { $from }, and announced today it can apply from { $earliest }. Give it a later day.
draft-approve = Approve
draft-approve-text = You confirm that you looked at every difference below. Your approval stands in the log.
draft-approve-now = Approve
draft-announce = Announce
draft-announce-text = Every page names the change, and everybody with an account gets one mail. The edition applies from { $day }, if everybody was told in time. This cannot be undone.
draft-announce-now = Announce now
draft-hash = Checksum:
draft-drop = Drop this edition
draft-drop-text = Nobody has seen it yet. You can make a new draft later.
draft-drop-now = Drop it
notice-edition-approved = The edition is approved.
notice-edition-announced = The edition is announced. The mails leave now.
notice-edition-dropped = The edition is dropped.

doc-paper = Print
doc-log = Proof
doc-checkpoint = Signed log
products-title = Additional rules per product
products-text = These products have additional rules. They never give less protection.
product-title = Additional rules for { $name }
product-lead = These rules come on top of our privacy statement. They are stricter or new, never looser.
product-rules = What is stricter here, or comes on top
product-promises = What is stricter for this product or comes on top, judged by the facts that hold for it.
product-restated = How our statement reads here
product-restated-text = For this product these passages read as follows:

## Privacy desk: attestations
attestations-title = Attestations
attestations-lead = Some promises no system can show. Whoever has looked attests it here, with a document and a day on which somebody looks again. What a system shows otherwise always comes first.
attestations-none = There are no attestations yet.
attestation-counts = counts
attestation-over = run out
attestation-withdrawn = withdrawn
attestation-by = Attested by
attestation-entered = entered by the operator
attestation-review = To be looked at again on
attestation-document = Document (SHA-256)
attestation-withdraw = Withdraw
attestation-withdraw-text = The promise is then no longer shown to be kept, until somebody looks again. The attestation stays visible as withdrawn.
attestation-withdraw-now = Withdraw the attestation
attestation-new = New attestation
attestation-clause = About which promise
attestation-looked-at = What did you look at
attestation-looked-at-hint = Where, when and how. Name no people. 20 to 1,000 characters.
attestation-file = The document that shows it
attestation-file-hint = A report or a picture of a screen, for instance. Gestand keeps its fingerprint only; the document stays with you.
attestation-review-hint = A day between tomorrow and a year from now.
attestation-give = I stand for this
notice-attestation-given = Your attestation is on record. It counts from the next check on.
notice-attestation-withdrawn = The attestation is withdrawn.
error-attestation-clause = Of this promise systems show whether it is kept. Choose another.
error-attestation-words = Write in 20 to 1,000 characters what you looked at.
error-attestation-document = Choose a document of 32 MB at most.
error-attestation-review = Choose a day between tomorrow and a year from now.

# What happens when somebody leaves a field empty. For a category of the policy the sentence stands in the facts.
without-email = Without an e-mail address we cannot answer you.
without-datum = Only needed when we must correct something. Without it we do not know what.
without-was = If you leave this empty, we look up ourselves what it says now.
without-to = If you leave this empty, nothing changes here.
without-reasons = Without reasons we judge your objection by what we know ourselves.
without-decision = Only needed when you want a decision to be looked at. Without it we do not know which.
without-words = If you leave this empty, we look at what we know ourselves.
without-complaint = Without your words we do not know what you complain about.
without-password = Without a password you sign in with a code by e-mail.
without-passkey-name = If you leave this empty, the key gets a name from us.
without-message = Without your question we cannot answer anything.
without-letter = Without an e-mail address we cannot send you a letter.

letters-title = Our letters by e-mail
letters-lead = First you get one mail, to see that it is you. Only when you press the button in it are you on the list. You can unsubscribe in every letter.
letters-topics = I say yes to
letters-follow = This may stay empty; you get the letter then, too
letters-email-hint = We use your address for nothing else.
letters-send = Ask for it
letters-sent = Look in your mailbox.
letters-sent-text = We have sent a mail with a link. Press the button there, or you get nothing. After 7 days we forget the address.
letters-none = At the moment we send no letters that you can sign up for.
letters-otherwise = A question?
letters-confirm-title = Do you want to get this from us?
letters-confirm-lead = Somebody asked for this for
letters-who = This also goes to:
letters-terms = You consent until you take it back. You can do so at any moment, with one click in every letter. You give your consent to
letters-confirm = Yes, send it to me
letters-confirm-only = Yes, the letter only
letters-confirm-both = Yes, the letter and the measuring
letters-not-you = Was this not you? Close this page. We forget the address by ourselves.
letters-done = Your consent is on record.
letters-done-title = You get our letters
letters-done-text = Do you not want them any more? One click in a letter is enough; it works at once.
letters-proof = The proof of your choice stands under this number:

contact-title = Question about privacy
contact-lead = Write to our contact. Your message goes at once to whoever can act on it, also when something went wrong with data.
contact-right = Do you want to see your data, or have them corrected or erased? That is quicker with
contact-email-hint = We send the answer there.
contact-words = Your question
contact-words-hint = Send no passwords or citizen service numbers.
contact-send = Send
contact-sent = Your message has arrived.
contact-sent-text = You get an answer by e-mail, within 30 days at the latest. Did something go wrong with data? Then we look at it within a day.
contact-otherwise = Rather mail or call?
messages-of-request = What the person wrote back
messages-title = Messages
messages-lead = What people wrote to the contact. The words decide which way a message goes; when that is wrong, send it on.
messages-none = There are no messages.
message-title = Message
message-by-mail = by mail
message-by-form = by the form
message-late = late
message-waits = waits for an answer
message-due = answer by
message-due-title = Answer by
message-corrected = sent on by a member of staff
message-came = Came in
message-request = Request
message-from = Sender
message-subject = Subject
message-no-proof = A sender’s address does not prove who it is. Send no personal data in the answer.
message-gone = What it said was erased. We do that 30 days after the answer.
message-breach = It reads as if something went wrong with personal data. Find out at once: for a breach the term of 72 hours runs from the moment on which you know.
message-answer = Answer
message-answer-words = Your answer
message-answer-hint = This goes to the sender as a mail.
message-answer-send = Send the answer
message-as-request = Make it a request
message-as-request-text = The term runs from the day of the message, and the sender is asked first who they are. For other rights enter a request yourself:
message-right = What does the sender ask?
message-make-request = Make the request
message-other-way = Otherwise
message-way = What sort of message is this?
message-send-way = Send on
message-handled-text = Did you call, or is there nothing to answer? Then the message is done.
message-handle = Mark as dealt with
message-answered = answered
message-requested = became a request
message-handled = dealt with
route-breach = Perhaps a data breach
route-complaint = Complaint
route-right = Exercise of a right
route-other = Other question
route-reply = Answer to a mail
notice-message-routed = The message now goes another way.
notice-message-answered = The answer was sent.
notice-message-handled = The message was dealt with.
error-message-words = Write something down, in 4,000 characters at most.
error-no-letter = Choose at least one letter.
