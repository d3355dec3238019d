import type { CodeEntries } from './code-entry.ts'

/** The policies and tests of a project. What policies themselves report has their names. */
export const policyCodes = {
  BW160: {
    severity: 'error',
    title: 'the policy is malformed',
    why: 'A policy file exports one policy as its default. Its name, `team/rule`, is the code of what it reports, so it is of lower case letters, digits and dashes.',
    bad: { setup: "policies/egress.policy.ts exports policy('Egress', { … }, …)." },
    good: { setup: "policies/egress.policy.ts exports policy('acme/egress', { … }, …)." },
  },
  BW161: {
    severity: 'error',
    title: 'two policies have the same name',
    why: 'What accepts a finding of one of them would accept one of the other.',
    bad: { setup: 'Two files of policies/ export a policy called acme/egress.' },
    good: { setup: 'One exports acme/egress, and the other acme/mounts.' },
  },
  BW162: {
    severity: 'warning',
    title: 'a policy of the project is not used',
    why: 'The folder of `--policies` has a policy of the same name, and that one judges. The project may have loosened its own.',
    bad: { setup: 'bottle check --policies ../base/policies, and both have acme/egress.' },
    good: { setup: 'bottle check --policies ../base/policies, which alone has acme/egress.' },
  },
  BW163: {
    severity: 'error',
    title: 'an acknowledgement is not one of the base',
    why: 'A branch cannot accept what the policies of its base refuse: with `--policies` those acknowledgements count that the manifests of the base have, and at a setting as long as that is what it was.',
    bad: {
      setup:
        'bottle check --policies ../base/policies --base main, and the branch acknowledges acme/egress.',
    },
    good: { setup: 'The same, and the manifest of the base has that acknowledgement.' },
  },
  BW164: {
    severity: 'error',
    title: 'there are too many bottles for a policy of all of them',
    why: 'A policy of all bottles is given at most 2,000 of them, which is what its memory holds.',
    bad: { setup: 'There are 2,001 bottles and a fleetPolicy.' },
    good: { setup: 'There are 2,000 bottles and a fleetPolicy.' },
  },
  BW170: {
    severity: 'error',
    title: 'a bottle is not as a test expects it',
    why: 'A test says what a bottle reaches, has and reports. `bottle test` shows what came instead, and ends with 2.',
    bad: { setup: 'A test expects that web has 3 processors, and it has 2.' },
    good: { setup: 'A test expects that web has 2 processors, and it has 2.' },
  },
} as const satisfies CodeEntries
