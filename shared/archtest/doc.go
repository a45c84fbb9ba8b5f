// Package archtest holds the house to its drawing. It has tests only: who may
// import whom, what may stand where, how large things may grow.
//
// Every rule is a pure function of a [tree] of parsed source, carries the reason
// that its failure prints, and is shown a small tree that breaks it. The source
// is parsed in-process: what a child process reads would be invisible to the
// test cache, which would then answer "ok" for a tree that has changed.
package archtest
