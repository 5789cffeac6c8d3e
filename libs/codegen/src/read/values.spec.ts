import { generate } from '../generate.js';
import { sampleSources } from '../testing/sample.js';

test('an enum with null is one in the DTO, in the schema and in the types of both sides', async () => {
  const files = await generate(sampleSources());
  const lines = (folder: string) =>
    [...files]
      .filter(([path]) => path.startsWith(folder) && path.endsWith('.ts'))
      .map(([, text]) => text.replaceAll('"', "'"))
      .join('\n');
  for (const folder of ['libs/contract/', 'libs/sdk/']) {
    expect(lines(folder)).toMatch(/\btone\?: 'red' \| 'green' \| null \| undefined;/);
    expect(lines(folder)).toContain(`tone: { type: ['string', 'null'], enum: ['red', 'green', null] }`);
  }
  expect(lines('libs/contract/')).toMatch(/@Nullable\(\)\s+@IsIn\(\['red', 'green'\]\)\s+@IsString\(\)\s+tone\?/);
});
