import { meet, say } from '../contract/support/frames.js';
import type { Scenario } from '../contract/support/scene.js';
import type { World } from '../contract/support/world.js';
import type { FeaturePlans, Fields } from './feature-plans.js';

/** Voice, and what the connection itself tells. */
export const realtime: FeaturePlans = {
  calls: {},
  events: {
    voice_join: async (scene) => {
      await say('voice_join', scene);
      return scene.alice.next('voice_join');
    },
    voice_leave: async (scene) => {
      await meet(scene);
      await say('voice_leave', scene);
      return scene.bob.next('voice_leave');
    },
    voice_roster: async (scene) => {
      await say('voice_join', scene);
      return scene.alice.next('voice_roster');
    },
    'voice.presence': async (scene) => {
      await say('voice_join', scene);
      return scene.bob.next('voice.presence');
    },
    'voice.presence.snapshot': async (scene) => {
      await meet(scene);
      const late = await scene.world.connect(scene.world.member);
      return late.heard[0];
    },
    webrtc_offer: signal('webrtc_offer'),
    webrtc_answer: signal('webrtc_answer'),
    ice_candidate: signal('ice_candidate'),
    'server.going_away': async ({ world, alice }) => {
      await world.sendAway();
      return alice.next('server.going_away');
    },
    'sync.required': ({ world, alice }) => {
      world.missEvents();
      return alice.next('sync.required');
    },
    error: ({ alice }) => {
      alice.send({ type: 'no.such.type' });
      return alice.next('error');
    },
  },
  frames: {
    voice_join: inChannel,
    voice_leave: inChannel,
    webrtc_offer: toBob,
    webrtc_answer: toBob,
    ice_candidate: toBob,
  },
  effects: {
    voice_join: 'voice_roster',
    voice_leave: 'voice_leave',
    webrtc_offer: 'webrtc_offer',
    webrtc_answer: 'webrtc_answer',
    ice_candidate: 'ice_candidate',
  },
  refusals: {
    'webrtc_offer voice_not_joined': fromOutside('webrtc_offer'),
    'webrtc_answer voice_not_joined': fromOutside('webrtc_answer'),
    'ice_candidate voice_not_joined': fromOutside('ice_candidate'),
    'webrtc_offer recipient_unavailable': toAbsent('webrtc_offer'),
    'webrtc_answer recipient_unavailable': toAbsent('webrtc_answer'),
    'ice_candidate recipient_unavailable': toAbsent('ice_candidate'),
  },
};

type Signal = 'webrtc_offer' | 'webrtc_answer' | 'ice_candidate';

function inChannel({ channelId }: World): Fields {
  return { channel_id: channelId };
}

function toBob({ channelId, member }: World): Fields {
  return { channel_id: channelId, recipient: member.user_id };
}

/** Both are in the room. */
function signal(type: Signal): Scenario {
  return async (scene) => {
    await meet(scene);
    await say(type, scene);
    return scene.bob.next(type);
  };
}

/** Neither is in the room. */
function fromOutside(type: Signal): Scenario {
  return async (scene) => {
    await say(type, scene);
    return scene.alice.next('error');
  };
}

/** Only the sender is in the room. */
function toAbsent(type: Signal): Scenario {
  return async (scene) => {
    await say('voice_join', scene);
    await scene.alice.next('voice_roster');
    await say(type, scene);
    return scene.alice.next('error');
  };
}
