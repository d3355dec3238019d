import { groupBy } from '../diagnostic/group-by.ts'
import { escapeControls } from '../diagnostic/text.ts'
import { hideTokens } from '../dialects/masking.ts'
import type { TestRun } from '../project/tests/run-tests.ts'

/** The results of tests in the XML that runners of pipelines read, as JUnit writes it. */
export function junitReport({ tests, diagnostics }: TestRun): string {
  const broken = diagnostics.filter(({ severity }) => severity === 'error')
  const suites = [...groupBy(tests, ({ file }) => file)].map(([file, all]) => {
    const failed = all.filter(({ failures }) => failures.length > 0).length
    const cases = all.map(({ name, failures }) => {
      const head = `    <testcase name="${xml(name)}" classname="${xml(file)}"`
      if (failures.length === 0) return `${head}/>`
      const texts = failures.map(({ expected, received, origin }) => {
        const place = [origin.file, origin.line, origin.column].filter(Boolean).join(':')
        const message = `expected ${expected}; ${received}`
        return `      <failure message="${xml(message)}">${xml(place)}</failure>`
      })
      return [`${head}>`, ...texts, '    </testcase>'].join('\n')
    })
    const counts = `tests="${all.length}" failures="${failed}"`
    return [`  <testsuite name="${xml(file)}" ${counts}>`, ...cases, '  </testsuite>'].join('\n')
  })
  const errors = broken.map(({ code, message, origin }) => {
    const file = origin?.file ?? 'bottle test'
    return [
      `  <testsuite name="${xml(file)}" tests="1" errors="1">`,
      `    <testcase name="${xml(code)}" classname="${xml(file)}">`,
      `      <error message="${xml(message)}"/>`,
      '    </testcase>',
      '  </testsuite>',
    ].join('\n')
  })
  const all = [...errors, ...suites].join('\n')
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${all}\n</testsuites>\n`
}

/** Text for content and quoted attributes, without secrets and what is not seen. */
function xml(text: string): string {
  return escapeControls(hideTokens(text.toWellFormed()))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
