// Package proof holds no code: its tests prove the desk on the real engine,
// with everything going wrong on the way that can. They stand here because
// faults are injected in infra/local alone.
package proof
