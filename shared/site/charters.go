package site

import "slices"

// The routes of charters that anybody may follow.
const (
	CharterPage    = "GET /{lang}/charters/{charter}"
	CharterVersion = "GET /{lang}/charters/{charter}/versions/{version}"      // an earlier text, and who signed it
	CharterText    = "GET /{lang}/charters/{charter}/versions/{version}/text" // the very bytes that are signed
	Badge          = "GET /{lang}/charters/{charter}/badge.svg"
	CharterFacts   = "GET /{lang}/charters/{charter}/facts.json"

	SignForm       = "GET /{lang}/charters/{charter}/sign"
	ReadBack       = "POST /{lang}/charters/{charter}/sign"       // shows what is about to be signed
	Sign           = "POST /{lang}/charters/{charter}/signatures" // has the code sent
	SignatureCode  = "GET /{lang}/charters/{charter}/code"
	ConfirmCode    = "POST /{lang}/charters/{charter}/code"
	SignedPage     = "GET /{lang}/charters/{charter}/signed"
	LostSignature  = "GET /{lang}/charters/{charter}/lost-link"
	FindSignature  = "POST /{lang}/charters/{charter}/lost-link"
	SignatureFound = "GET /{lang}/charters/{charter}/lost-link/sent"

	LogPage      = "GET /{lang}/charters/{charter}/log"
	CheckReceipt = "POST /{lang}/charters/{charter}/log"
	LogHead      = "GET /{lang}/charters/{charter}/log/head"
	LogKeys      = "GET /{lang}/charters/{charter}/log/keys"
	LogLeaves    = "GET /{lang}/charters/{charter}/log/leaves/{from}"
	LogProof     = "GET /{lang}/charters/{charter}/log/proof/{from}/{to}" // that the later head extends the earlier one
)

// The routes behind the private link of a signature, under the version that it is of.
const (
	Signature      = "GET /{lang}/charters/{charter}/signatures/{version}/{link}"
	CorrectForm    = "GET /{lang}/charters/{charter}/signatures/{version}/{link}/correct"
	Correct        = "POST /{lang}/charters/{charter}/signatures/{version}/{link}/correct"
	SetDisplay     = "POST /{lang}/charters/{charter}/signatures/{version}/{link}/display" // her name on the wall
	WithdrawForm   = "GET /{lang}/charters/{charter}/signatures/{version}/{link}/withdraw"
	Withdraw       = "POST /{lang}/charters/{charter}/signatures/{version}/{link}/withdraw"
	CommitForm     = "GET /{lang}/charters/{charter}/signatures/{version}/{link}/commitments"
	Commit         = "POST /{lang}/charters/{charter}/signatures/{version}/{link}/commitments"
	SignAgainForm  = "GET /{lang}/charters/{charter}/signatures/{version}/{link}/again" // the text of now, and what is other in it
	SignAgain      = "POST /{lang}/charters/{charter}/signatures/{version}/{link}/again"
	NewsForm       = "GET /{lang}/charters/{charter}/signatures/{version}/{link}/news"
	SetNews        = "POST /{lang}/charters/{charter}/signatures/{version}/{link}/news"
	Certificate    = "GET /{lang}/charters/{charter}/signatures/{version}/{link}/certificate"
	CertificatePDF = "GET /{lang}/charters/{charter}/signatures/{version}/{link}/certificate.pdf"
	Receipt        = "GET /{lang}/charters/{charter}/signatures/{version}/{link}/receipt"
)

// Charters lists every route of the signatories' function once.
var Charters = slices.Concat(
	public(Signatories, CharterText),
	public(Signatories, CharterPage, CharterVersion, Badge, CharterFacts, LogPage, CheckReceipt, LogHead, LogKeys, LogLeaves, LogProof),
	public(Signatories, SignForm, ReadBack, Sign, SignatureCode, ConfirmCode, SignedPage, LostSignature, FindSignature, SignatureFound),
	public(Signatories, Signature, CorrectForm, Correct, SetDisplay, WithdrawForm, Withdraw, CommitForm, Commit, SignAgainForm, SignAgain, NewsForm, SetNews, Certificate, CertificatePDF, Receipt),
)

// public are routes of a function that ask for no right.
func public(function Name, keys ...string) []Route {
	routes := make([]Route, len(keys))
	for i, key := range keys {
		routes[i] = Route{Key: key, Function: function}
	}
	return routes
}
