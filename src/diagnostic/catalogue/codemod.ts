import type { CodeEntries } from './code-entry.ts'

/** The codes of commands that change a source. */
export const codemodCodes = {
  BW130: {
    severity: 'error',
    title: 'a Smolfile cannot be imported',
    why: 'The bottle file must produce exactly the document that it was made from; otherwise it is not written. A Smolfile with more than 5,000 values, or 200 secrets or devices, is not imported at all.',
    bad: { setup: 'bottle import is given a Smolfile with 6,000 variables.' },
    good: { setup: 'bottle import is given a Smolfile with 60 variables.' },
  },
  BW131: {
    severity: 'error',
    title: 'no slug follows from a file name',
    why: 'The slug of an imported bottle is taken from the name of the Smolfile or of its folder. When nothing in that name can be part of a slug, pass one with `--as`.',
    bad: { setup: 'bottle import is given the file ---.smolfile.' },
    good: { setup: 'bottle import --as web is given the file ---.smolfile.' },
  },
  BW132: {
    severity: 'error',
    title: 'a file already exists',
    why: 'A command never replaces a file that somebody else has written, unless `--force` is passed. That file may not be committed yet.',
    bad: { setup: 'bottle import would write bottles/web.bottle.ts, which already exists.' },
    good: { setup: 'bottle import --force overwrites bottles/web.bottle.ts.' },
  },
  BW133: {
    severity: 'error',
    title: 'a file has changed in the meantime',
    why: 'The change was computed from an earlier text of the file, which an editor or another command has since changed. Going on would lose that work: run the command again.',
    bad: { setup: 'An editor saves the bottle file while bottle rename asks a question.' },
    good: { setup: 'Nobody writes the bottle file while bottle rename asks a question.' },
  },
  BW134: {
    severity: 'error',
    title: 'a setting is not set directly in the bottle',
    why: 'The setting is computed, or a preset sets it, so the bottle has no text that could be edited. Changing the preset would change other bottles as well: make the change by hand. So it is with a bottle that a fleet computes, and with the slug of each that it has.',
    bad: { setup: 'bottle set web env.LOG debug, where a preset sets LOG.' },
    good: { setup: 'bottle set web env.LOG debug, where the bottle sets LOG.' },
  },
  BW135: {
    severity: 'error',
    title: 'an edit does not have the intended effect',
    why: 'The edited source is evaluated before it is written, and its Smolfile must differ in that one setting. Here it would differ in more or not at all, for instance because another call sets it as well.',
    bad: { setup: 'bottle unset web env.LOG, where a preset sets LOG as well.' },
    good: { setup: 'bottle unset web env.LOG, where only the bottle sets LOG.' },
  },
  BW136: {
    severity: 'error',
    title: 'the output tree is not up to date',
    why: 'A rename must change a name alone, so that its diff shows nothing else. That can be proven only when the output tree matches the source.',
    bad: { setup: 'bottle rename web site runs before the first bottle synth.' },
    good: { setup: 'bottle rename web site runs after bottle synth.' },
  },
  BW139: {
    severity: 'error',
    title: 'a bottle file is imported by another file',
    why: 'Without the bottle file, the file that imports it would no longer compile, be it for a value or for a type. Take what it needs into a file of its own first.',
    bad: { setup: 'bottle rm web, where bottles/site.bottle.ts imports bottles/web.bottle.ts.' },
    good: { setup: 'bottle rm web, where no file imports bottles/web.bottle.ts.' },
  },
} as const satisfies CodeEntries
