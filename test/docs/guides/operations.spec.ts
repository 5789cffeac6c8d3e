import { readBlocks } from '../blocks.js';
import { Workshop } from '../workshop.js';

const PAGE = 'docs/operations.md';

describe('the commands of docs/operations.md do what they say', () => {
  let workshop: Workshop;
  beforeAll(async () => {
    workshop = await Workshop.open();
  });
  afterAll(() => workshop.close());

  it.each(readBlocks(PAGE))('$place', (block) => workshop.execute(block));
});
