import { readBlocks } from '../blocks.js';
import { Workshop } from '../workshop.js';

jest.setTimeout(600_000); // the compiler and whole test runs are among the steps

// Takes minutes, so only .ci/run does it; by hand: TEST_GUIDES=1 npx jest test/docs/guides
const PAGE = 'docs/adding-a-module.md';

describe('a newcomer who follows docs/adding-a-module.md gets what it says, step by step', () => {
  let workshop: Workshop;
  beforeAll(async () => {
    workshop = await Workshop.open();
  });
  afterAll(() => workshop.close());

  let failed: string | undefined;
  it.each(readBlocks(PAGE))('$place', async (block) => {
    if (failed !== undefined) throw new Error(`${failed} failed before`);
    failed = block.place;
    await workshop.execute(block);
    failed = undefined;
  });
});
