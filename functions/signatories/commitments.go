package signatories

import (
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"tribune/shared/charter"
	"tribune/shared/registration"
	"tribune/shared/web"
	"tribune/templates/pages"
)

// What an organisation says of an article that it takes upon itself.
const (
	maxOwner = 80 // runes
	maxYears = 5  // within which it is done
)

func commitPurpose(c charter.Ref) string { return "commit under " + c.String() }

// committing finds the signature of an organisation, of which alone commitments
// are asked.
func (s *signatories) committing(w http.ResponseWriter, r *http.Request) (v pages.CommitView, may bool, err error) {
	v.SignatureView, may, err = s.standing(w, r, "/commitments")
	if may && v.Signature.Party.IsZero() {
		back(w, r, v.SignatureView)
		may = false
	}
	v.Most = s.Now().AddDate(maxYears, 0, 0)
	return v, may, err
}

// commitForm shows the articles with what the organisation took upon itself.
func (s *signatories) commitForm(w http.ResponseWriter, r *http.Request) error {
	v, may, err := s.committing(w, r)
	if err != nil || !may {
		return err
	}
	v.Typed = pages.PledgedBy(v.Signature)
	v.Stamp = s.Ring.Form(commitPurpose(v.Call.Ref), s.Now())
	return web.Page(w, r, http.StatusOK, pages.Commit(v))
}

// commit takes down which articles the organisation takes upon itself, in place of
// those that stood; or takes one of those back.
func (s *signatories) commit(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r, web.FormLimit)
	if err != nil {
		return err
	}
	if form.Get(pages.FieldWithout) != "" {
		return s.takeBack(w, r, form)
	}
	v, may, err := s.committing(w, r)
	if err != nil || !may {
		return err
	}
	t := v.Page.Printer
	stamp, problems := s.web.OpenStamp(t, form, commitPurpose(v.Call.Ref), true)
	v.Stamp, v.Problems, v.Typed = stamp.Again, problems, map[int]pages.TypedPledge{}
	var all []charter.Commitment
	for n := range len(v.Text.Articles) {
		p := pages.TypedPledge{Owner: strings.TrimSpace(form.Get(pages.FieldOwner(n + 1))), By: strings.TrimSpace(form.Get(pages.FieldBy(n + 1)))}
		if p == (pages.TypedPledge{}) {
			continue // not one of those
		}
		v.Typed[n+1] = p
		c, wrong := s.readPledge(v, n+1, p)
		all, v.Problems = append(all, c), append(v.Problems, wrong...)
	}
	if len(v.Problems) > 0 {
		return web.Page(w, r, http.StatusUnprocessableEntity, pages.Commit(v))
	}
	return s.pledge(w, r, v.SignatureView, func(next *charter.Signature) { next.Commitments = all })
}

// takeBack takes back the commitments whose boxes are ticked on the page of the
// signature: by hand, as in [signatories.withdraw].
func (s *signatories) takeBack(w http.ResponseWriter, r *http.Request, form web.Form) error {
	v, stands, err := s.standing(w, r, "")
	if err != nil || !stands {
		return err
	}
	ticked := map[int]bool{} // even of one that was taken back since: twice is harmless
	for n := range len(v.Text.Articles) {
		if form.Get(pages.FieldTakeBack(n+1)) != "" {
			ticked[n+1] = true
		}
	}
	if all := v.Signature.Commitments; len(all) > 0 && len(ticked) == 0 {
		v.Problems = web.Problems{{Field: pages.FieldTakeBack(all[0].Article), Text: v.Page.Printer.T("problem.commit.back")}}
		return s.shown(w, r, http.StatusUnprocessableEntity, v)
	}
	return s.pledge(w, r, v, func(next *charter.Signature) {
		next.Commitments = slices.DeleteFunc(slices.Clone(next.Commitments), func(c charter.Commitment) bool { return ticked[c.Article] })
	})
}

func (s *signatories) pledge(w http.ResponseWriter, r *http.Request, v pages.SignatureView, change func(*charter.Signature)) error {
	if _, err := s.signing.Change(r.Context(), v.Signature, change); err != nil {
		return err
	}
	back(w, r, v)
	return nil
}

// readPledge reads what is said of one article. A day that is past stays what it
// is if it was said before.
func (s *signatories) readPledge(v pages.CommitView, article int, p pages.TypedPledge) (c charter.Commitment, problems web.Problems) {
	t, now := v.Page.Printer, s.Now()
	wrong := func(field, key string) {
		problems = append(problems, web.Problem{Field: field, Text: t.T(key, v.Within(article))})
	}
	owner, by := pages.FieldOwner(article), pages.FieldBy(article)
	c.Article, c.Owner = article, registration.ParseAffiliation(p.Owner)
	switch {
	case c.Owner == "":
		wrong(owner, "problem.owner.missing")
	case utf8.RuneCountInString(c.Owner) > maxOwner:
		wrong(owner, "problem.owner.long")
	case registration.HasLink(c.Owner):
		wrong(owner, "problem.owner.link")
	}
	day, err := time.Parse(time.DateOnly, p.By)
	said := slices.ContainsFunc(v.Signature.Commitments, func(was charter.Commitment) bool {
		return was.Article == article && was.By.Equal(day)
	})
	switch today := now.UTC().Truncate(24 * time.Hour); {
	case p.By == "":
		wrong(by, "problem.by.missing")
	case err != nil || !said && (day.Before(today) || day.After(v.Most)):
		wrong(by, "problem.by.range")
	}
	c.By = day
	return c, problems
}
