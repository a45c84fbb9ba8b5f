// Package proof holds no code: its tests prove the desk on the real engine,
// with everything going wrong on the way that can. Rushes have far more people
// than seats come at once; sequences have a few people at a tiny event want
// everything that can be wanted, and hold the table after every tick to what
// must always be (make soak plays more of them); and what each registration
// costs is counted. They stand here because faults are injected in infra/local
// alone.
package proof
