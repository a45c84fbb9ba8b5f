// Package doors holds no code: its tests pass one set of scripts through both
// doors of the site, unchanged. One door is the local server, the other the
// compiled functions behind an API Gateway (tribune/infra/local/gateway). A
// third test, on Linux, drives the program of "make run" with the same words.
//
// # Scripts
//
// A script, testdata/*.script, is what one or several people do and what they
// then must see. Each line is one step: a verb and what follows it. What begins
// with # is a remark. $name stands for a value that was kept; text in double
// quotes is read as Go reads it, so that bytes can be written. A script ends at
// the first step that does not hold.
//
// Every script has names, addresses and two organisers of its own, so that all
// run at once: $organiser belongs to ahsud, $neighbour to drogues-et-societe.
// $origin is what the site calls itself.
//
// Asking. Redirects are not followed by themselves. Each answer's status must
// be named before the next question is asked.
//
//	GET /fr                    asks; any other method in capitals does too
//	with Accept: text/html     a header of the next question
//	body a=1&b=2               its body, as a form unless "with" says otherwise
//	filler 1000000             its body: a form of one field, so many bytes long
//	click S'inscrire           GETs where the link of that text leads
//	follow                     GETs where the answer redirects to
//	again                      asks the same once more
//	browser BOB                goes on in another browser, with its own page and cookies
//
// Forms, of the page at hand:
//
//	form /register             takes up the form whose action ends so
//	fill given: Amina          answers a question that the form has, with an answer that it offers
//	force given: Amina         sets a field, whatever the form has
//	twice given: Amina         sends a field a second time
//	drop given                 leaves a field out
//	aged 25h register a/b      stamps the form for that purpose, as if it were that old
//	to /fr/events/a/register   has it sent elsewhere
//	wait                       lets it grow as old as a form of a person must be
//	submit                     sends it
//
// Seeing, on the page or in the mail at hand:
//
//	status 200
//	location /fr               where the answer leads, exactly
//	header Allow: GET          exactly
//	no-header Set-Cookie
//	title Erreur :             how the title begins
//	text Prochaines rencontres what can be read; of a mail, in HTML and in plain text
//	no-text Amina
//	bytes "\xef\xbb\xbf"       what was sent, to the byte
//	count 2 li.card a[href]    how many elements match
//	mend given address         the form has come back: it names these fields, links to
//	                           each, says why beside each, and has kept everything else
//	remember FIRST             keeps the answer …
//	same FIRST                 … to compare this one with: status, headers that matter, body
//	save name REGEXP           keeps what the first group matches
//
// Time and mail:
//
//	settle                     waits until no page remembers what was before
//	tick                       lets happen what time and the stream would bring
//	mail amina@exemple.org     takes the newest mail to an address
//	mails 0 amina@exemple.org  how many there are in all
//	subject place réservée     what the subject holds
//	no-subject drogue
//	link name                  keeps the path of the private link
//	code name                  keeps the code of 8 digits
//	unsubscribe name           keeps the path to which mail programs post that she wants no more
//	calendar METHOD:PUBLISH    what the attached calendar holds
//
// Records:
//
//	audited $organiser "Rows":3  what a line of the audit by somebody holds
//
// # What always holds
//
// The runner itself holds every answer to the security headers and the cookies
// to their attributes, and every page to loading nothing from elsewhere. When
// all scripts are done, nothing that anybody typed, no cookie, code or private
// link may stand in what the server or the functions logged.
package doors
