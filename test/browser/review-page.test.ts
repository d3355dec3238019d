import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { bottle } from '../support/command.ts'
import type { Files } from '../support/project.ts'
import { makeProject, makeSharedProject } from '../support/project.ts'
import { findChromium, launchChromium } from './chromium.ts'
import { contrastsIn } from './contrast.ts'
import { fleet, harmless, hostile, ordinary, rich } from './trees.ts'

/** What the page is made of, and nothing else: every element with every attribute that it may have. */
const known: Readonly<Record<string, readonly string[]>> = {
  article: ['aria-labelledby'],
  b: [],
  body: [],
  code: [],
  col: ['class'],
  colgroup: [],
  del: [],
  details: ['open'],
  div: ['class'],
  fieldset: [],
  figcaption: [],
  figure: [],
  h1: [],
  h2: ['id'],
  h3: ['id'],
  h4: [],
  head: [],
  header: [],
  html: ['lang'],
  input: ['checked', 'id', 'name', 'type'],
  ins: [],
  label: [],
  legend: [],
  li: ['class'],
  main: [],
  meta: ['charset', 'content', 'http-equiv', 'name'],
  p: ['class'],
  section: ['aria-labelledby'],
  small: [],
  span: ['class'],
  style: [],
  summary: [],
  table: ['class'],
  tbody: [],
  td: ['class'],
  th: ['colspan', 'scope'],
  thead: [],
  title: [],
  tr: ['class'],
  ul: ['aria-label', 'class'],
}

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
})

/** The address of the page that `bottle diff --html` writes for two trees. */
function writePage(files: Files): string {
  const folder = makeSharedProject(files)
  // What hostile files hold is wrong, which hides no finding.
  const { status } = bottle(['diff', 'old', 'new', '--html', 'page.html'], { cwd: folder })
  expect([0, 1]).toContain(status)
  return pathToFileURL(join(folder, 'page.html')).href
}

const pages = {
  ordinary: writePage(ordinary),
  harmless: writePage(harmless),
  hostile: writePage(hostile),
  rich: writePage(rich),
  fleet: writePage(fleet),
}

interface Opened {
  readonly page: Page
  readonly requests: readonly string[]
  readonly complaints: readonly string[]
}

/** Opens a page, and hears what it asks for and complains of until `use` has ended. */
async function withPage<T>(
  address: string,
  use: (opened: Opened) => Promise<T>,
  options: BrowserContextOptions = {},
): Promise<T> {
  const context = await browser.newContext(options)
  try {
    const page = await context.newPage()
    const requests: string[] = []
    const complaints: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    await page.goto(address)
    return await use({ page, requests, complaints })
  } finally {
    await context.close()
  }
}

/** How many rows are to be seen, by class. */
async function seenRows(page: Page) {
  const count = (name: string) =>
    page.locator(`.findings tr.${name}`).filter({ visible: true }).count()
  return {
    widens: await count('widens'),
    narrows: await count('narrows'),
    inside: await count('inside'),
    neutral: await count('neutral'),
  }
}

describe.each(Object.entries(pages))('the %s page', (_name, address) => {
  it('opens from a file, complains of nothing and asks for nothing else', async () => {
    await withPage(address, async ({ page, requests, complaints }) => {
      await page.waitForTimeout(300)
      expect(await page.locator('h1').innerText()).toContain('to review')
      expect(complaints).toEqual([])
      expect(requests).toEqual([address])
    })
  })

  it('has the elements and attributes that it is made of, and no others', async () => {
    await withPage(address, async ({ page }) => {
      const found = await page.evaluate(() =>
        [...document.querySelectorAll('*')].map((element) => ({
          tag: element.localName,
          attributes: element.getAttributeNames(),
        })),
      )
      const foreign = found.flatMap(({ tag, attributes }) => {
        const allowed = Object.hasOwn(known, tag) ? known[tag] : undefined
        if (allowed === undefined) return [tag]
        return attributes.filter((each) => !allowed.includes(each)).map((each) => `${tag} ${each}`)
      })
      expect(foreign).toEqual([])
      expect(found.length).toBeGreaterThan(50)
    })
  })

  it.each(['light', 'dark'] as const)('can be read: %s', async (colorScheme) => {
    const poor = await withPage(
      address,
      async ({ page }) => {
        await page.locator('details').evaluateAll((all) => {
          for (const each of all) each.setAttribute('open', '')
        })
        return contrastsIn(page)
      },
      { colorScheme },
    )
    expect(poor.length).toBeGreaterThan(20)
    expect(poor.filter(({ ratio }) => ratio < 4.5)).toEqual([])
  })

  it.each([1400, 500, 320])('fits a window of %i pixels', async (width) => {
    await withPage(
      address,
      async ({ page }) => {
        const wide = await page.evaluate(() => document.documentElement.scrollWidth)
        expect(wide).toBeLessThanOrEqual(width)
      },
      { viewport: { width, height: 800 } },
    )
  })
})

describe.each([true, false])('with JavaScript on: %s', (javaScriptEnabled) => {
  const options = { javaScriptEnabled }

  it('the filter shows the changes of a class, and the bottles that have any', async () => {
    await withPage(
      pages.ordinary,
      async ({ page }) => {
        const all = await seenRows(page)
        for (const count of Object.values(all)) expect(count).toBeGreaterThan(0)
        const none = { widens: 0, narrows: 0, inside: 0, neutral: 0 }
        for (const name of ['widens', 'narrows', 'inside', 'neutral'] as const) {
          await page.locator(`#only-${name}`).click()
          expect(await seenRows(page)).toEqual({ ...none, [name]: all[name] })
          const articles = page.locator('article').filter({ visible: true })
          for (const article of await articles.all()) {
            expect(await article.locator(`tr.${name}`).count()).toBeGreaterThan(0)
          }
          expect(await articles.count()).toBeGreaterThan(0)
          expect(await page.locator('.nothing').filter({ visible: true }).count()).toBe(0)
        }
        await page.locator('#only-all').click()
        expect(await seenRows(page)).toEqual(all)
      },
      options,
    )
  })

  it('the page says so when there is nothing of a class', async () => {
    await withPage(
      pages.harmless,
      async ({ page }) => {
        const said = page.locator('.nothing').filter({ visible: true })
        expect(await said.count()).toBe(0)
        await page.locator('#only-widens').click()
        expect(await said.allInnerTexts()).toEqual(['No change widens.'])
        expect(await page.locator('article').filter({ visible: true }).count()).toBe(0)
        await page.locator('#only-narrows').click()
        expect(await said.allInnerTexts()).toEqual(['No change narrows.'])
        await page.locator('#only-neutral').click()
        expect(await said.allInnerTexts()).toEqual(['No change is neutral.'])
        await page.locator('#only-inside').click()
        expect(await said.count()).toBe(0)
      },
      options,
    )
  })

  it('everything can be read', async () => {
    await withPage(
      pages.ordinary,
      async ({ page }) => {
        const text = await page.locator('main').innerText()
        expect(text).toContain('the machine falls back to TSI')
        expect(text).toContain('*.corp.example')
        const summary = page.locator('article summary').first()
        const texts = page.locator('article .diff').first()
        expect(await texts.isVisible()).toBe(false)
        await summary.click()
        expect(await texts.isVisible()).toBe(true)
      },
      options,
    )
  })
})

describe('the picture', () => {
  /** The lines of a bottle, each with its width and style in pixels, and what is at its end. */
  async function linesOf(page: Page, title: string) {
    const bottle = page
      .locator('.picture > li')
      .filter({ has: page.locator(`b:text-is("${title}")`) })
    return bottle.locator('.ends > li').evaluateAll((ends) =>
      ends.map((end) => {
        const { borderTopWidth, borderTopStyle } = getComputedStyle(end, '::before')
        return `${borderTopStyle} ${Number.parseInt(borderTopWidth, 10) > 2 ? 'thick' : 'thin'}: ${end.textContent?.trim()}`
      }),
    )
  }

  it('has all that a bottle reaches: what is new thick, what is gone dashed, the rest thin', async () => {
    await withPage(pages.rich, async ({ page }) => {
      expect(await linesOf(page, 'web')).toEqual([
        'solid thin: loopback services of the host itself, when an allowed name answers its address',
        'solid thick: addresses 192.168.7.0/24 (new)',
        'solid thin: host pypi.org and *.pypi.org, at private addresses too',
        'solid thick: host evil.example and *.evil.example, at private addresses too (new)',
        'dashed thin: host github.com and *.github.com, at private addresses too (gone)',
        "solid thin: port 8000-8002, at the host's 127.0.0.1:8000-8002 by TCP",
        "solid thick: port 9000, at the host's 127.0.0.1:9000 by UDP (new)",
        'solid thick: mount ./data, read and write (new)',
        'solid thin: mount ./logs, read only',
        "solid thick: secret TOKEN of the host's env GITHUB_TOKEN (new)",
        'solid thick: credential KEY to pypi.org (new)',
        "solid thick: device the host's NVIDIA device (new)",
        "solid thick: socket the host's SSH agent (new)",
        'dashed thin: mount ./logs, read and write (gone)',
        "dashed thin: secret OLD of the host's env OLD (gone)",
        'dashed thin: device a Vulkan device of the host (gone)',
      ])
    })
  })

  it('has the bottles that were added and removed, with all of their lines', async () => {
    await withPage(pages.rich, async ({ page }) => {
      expect(await linesOf(page, 'fresh')).toEqual([
        'solid thick: public addresses (new)',
        'solid thick: link-local and reserved addresses (new)',
        "solid thick: port 80, at the host's 127.0.0.1:8090 by TCP (new)",
        'solid thick: mount ./fresh, read and write (new)',
      ])
      expect(await linesOf(page, 'gone')).toEqual([
        'dashed thin: addresses 10.1.0.0/16 (gone)',
        'dashed thin: DNS questions for any name (gone)',
        'dashed thin: mount ./gone, read and write (gone)',
      ])
    })
  })

  it('has the host and all of its networks, where nothing closes them', async () => {
    await withPage(pages.rich, async ({ page }) => {
      const open = page.locator('.picture > li').filter({ has: page.locator('b:text-is("tsi")') })
      expect(await open.locator('.box.open').allInnerTexts()).toEqual([
        'TSI (new)',
        'loopback services of the host itself (new)',
        'public addresses (new)',
        'private addresses (new)',
        'link-local and reserved addresses (new)',
      ])
    })
  })

  it('stacks on a narrow window, and stands in columns on a wide one', async () => {
    const places = (width: number) =>
      withPage(
        pages.rich,
        ({ page }) =>
          page
            .locator('.picture > li')
            .first()
            .locator('.box')
            .evaluateAll((boxes) =>
              boxes.slice(0, 3).map((box) => Math.round(box.getBoundingClientRect().top)),
            ),
        { viewport: { width, height: 800 } },
      )
    expect(new Set(await places(1280)).size).toBe(1)
    const [bottle = 0, way = 0, end = 0] = await places(390)
    expect(bottle).toBeLessThan(way)
    expect(way).toBeLessThan(end)
  })

  it('of many bottles is what changed, once, and the rest is folded', async () => {
    await withPage(pages.fleet, async ({ page }) => {
      const drawn = page.locator('.picture > li').filter({ visible: true })
      expect(await drawn.count()).toBe(1)
      expect(await linesOf(page, '40 bottles')).toEqual([
        'solid thick: host evil.example and *.evil.example (new)',
      ])
      await page.locator('figure summary').click()
      expect(await drawn.count()).toBe(41)
    })
  })
})

describe('one change of 40 bottles', () => {
  it.each([
    [1280, 1100],
    [390, 1800],
  ])('is a page that can be read: at %i pixels at most %i high', async (width, most) => {
    await withPage(
      pages.fleet,
      async ({ page }) => {
        expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(most)
        expect(await page.locator('.findings tr.widens').count()).toBe(1)
        expect(await page.locator('.bottles li').count()).toBe(40)
      },
      { viewport: { width, height: 800 } },
    )
  })

  it('says what was compared with what', async () => {
    await withPage(pages.fleet, async ({ page }) => {
      expect(await page.locator('.compared').innerText()).toBe('old compared with new.')
    })
  })
})

describe('hostile texts', () => {
  it('stay texts: nothing runs, nothing leads away, and the words are there', async () => {
    await withPage(pages.hostile, async ({ page, requests, complaints }) => {
      await page.locator('summary').evaluateAll((all) => {
        for (const each of all) each.parentElement?.setAttribute('open', '')
      })
      await page.mouse.move(400, 400)
      await page.locator('article').first().hover()
      await page.waitForTimeout(300)
      expect(await page.evaluate(() => 'pwned' in window)).toBe(false)
      const links = await page.evaluate(() =>
        [...document.querySelectorAll('*')].flatMap((element) =>
          ['href', 'src', 'xlink:href', 'action', 'srcdoc'].filter((each) =>
            element.hasAttribute(each),
          ),
        ),
      )
      expect(links).toEqual([])
      expect(requests).toEqual([pages.hostile])
      expect(complaints).toEqual([])
      const text = await page.locator('body').innerText()
      for (const words of [
        '<script>window.pwned=1</script>',
        '</style><style>',
        '&lt;script&gt;',
      ]) {
        expect(text).toContain(words)
      }
      expect(await page.title()).toMatch(/^\d+ bottles to review/)
    })
  })
})

describe('the policy of the page', () => {
  it('lets no script run, no handler, no style and no image in, even once they are there', async () => {
    const heard: (string | undefined)[] = []
    const server = createServer((request, response) => {
      heard.push(request.url)
      response.end()
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    await withPage(pages.ordinary, async ({ page, complaints }) => {
      await page.evaluate((elsewhere) => {
        const add = (tag: string, attributes: Readonly<Record<string, string>>, text = '') => {
          const element = document.createElement(tag)
          for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
          element.textContent = text
          document.body.append(element)
          return element
        }
        add('script', {}, 'window.pwned = 1')
        add('button', { onclick: 'window.pwned = 1' }).click()
        add('a', { href: 'javascript:window.pwned=1' }).click()
        add('style', {}, 'h1 { display: none }')
        add('img', { src: `${elsewhere}/x.png`, onerror: 'window.pwned = 1' })
        add('link', { rel: 'stylesheet', href: `${elsewhere}/x.css` })
        add('iframe', { src: `${elsewhere}/` })
      }, `http://127.0.0.1:${port}`)
      await page.waitForTimeout(300)
      expect(await page.evaluate(() => 'pwned' in window)).toBe(false)
      expect(await page.locator('h1').isVisible()).toBe(true)
      expect(heard).toEqual([])
      expect(complaints.filter((each) => each.includes('Content Security Policy'))).not.toEqual([])
    })
  })
})

describe('by keyboard', () => {
  it('the filter and the folded texts are reached by Tab, seen, and operated', async () => {
    await withPage(pages.ordinary, async ({ page }) => {
      const focused = () =>
        page.evaluate(() => {
          const element = document.activeElement
          const style = element === null ? undefined : getComputedStyle(element)
          return {
            name: element?.id || element?.localName,
            isSeen:
              style !== undefined && style.outlineStyle !== 'none' && style.outlineWidth !== '0px',
          }
        })
      const tabTo = async (name: string) => {
        for (let tries = 0; tries < 30; tries++) {
          await page.keyboard.press('Tab')
          const found = await focused()
          if (found.name === name) return found
        }
        throw new Error(`Tab does not lead to ${name}`)
      }
      expect(await tabTo('only-all')).toEqual({ name: 'only-all', isSeen: true })
      await page.keyboard.press('ArrowRight')
      expect((await focused()).name).toBe('only-widens')
      expect((await seenRows(page)).neutral).toBe(0)
      await page.keyboard.press('ArrowLeft')
      await page.keyboard.press('Space')
      expect((await seenRows(page)).neutral).toBeGreaterThan(0)
      expect(await tabTo('summary')).toEqual({ name: 'summary', isSeen: true })
      const texts = page.locator('article .diff').first()
      expect(await texts.isVisible()).toBe(false)
      await page.keyboard.press('Space')
      expect(await texts.isVisible()).toBe(true)
      await page.keyboard.press('Enter')
      expect(await texts.isVisible()).toBe(false)
    })
  })
})

describe('without Chromium', () => {
  it('the tests say what to install', () => {
    const empty = makeProject()
    expect(() => findChromium({ PATH: `${empty}:` })).toThrow(/apt-get install chromium/)
    expect(() => findChromium({})).toThrow(/CHROMIUM/)
  })

  it('the one that CHROMIUM names is taken, or the first on the PATH', () => {
    const folder = makeProject()
    mkdirSync(join(folder, 'chromium'))
    writeFileSync(join(folder, 'google-chrome'), '', { mode: 0o755 })
    writeFileSync(join(folder, 'chromium-browser'), '', { mode: 0o644 })
    expect(findChromium({ PATH: folder })).toBe(join(folder, 'google-chrome'))
    expect(findChromium({ PATH: folder, CHROMIUM: '/opt/chromium' })).toBe('/opt/chromium')
  })
})
