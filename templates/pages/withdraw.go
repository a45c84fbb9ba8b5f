package pages

import "tribune/templates/layout"

// WithdrawView is the form in which somebody takes her signature back.
type WithdrawView struct {
	SignatureView
}

func (v WithdrawView) sure() layout.Check {
	return layout.Check{Name: FieldSure, Label: v.Page.Printer.T("withdraw.sure"), Problem: v.Problems.For(FieldSure)}
}
