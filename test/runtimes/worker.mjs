// Run by Cloudflare's runtime, which has no programs but workers: the arguments are the request's body.
import { converse } from './conversation.mjs';

export default {
  async fetch(request) {
    try {
      return new Response(await converse(...(await request.json())));
    } catch (error) {
      const { message, cause } = error;
      return new Response(`${message}\n${cause?.stack ?? cause ?? ''}`, { status: 500 });
    }
  },
};
