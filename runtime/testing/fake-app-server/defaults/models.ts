import type { Model } from '../../../../generated/types.js';
import type { Defaults } from '../exchange.js';
import { defaultSettings } from '../thread-settings.js';
import { pageOf } from './page.js';

/** The model that threads work with unless a client says otherwise. */
const fakeModel: Model = {
  id: defaultSettings.model,
  model: defaultSettings.model,
  displayName: 'Fake model',
  description: 'Says what a test has written.',
  hidden: false,
  isDefault: true,
  defaultReasoningEffort: 'medium',
  supportedReasoningEfforts: ['low', 'medium', 'high'].map((effort) => ({
    reasoningEffort: effort,
    description: effort,
  })),
  inputModalities: ['text', 'image'],
  supportsPersonality: false,
  upgrade: null,
  upgradeInfo: null,
  availabilityNux: null,
  additionalSpeedTiers: [],
  serviceTiers: [],
  defaultServiceTier: null,
};

export function modelDefaults(): Defaults {
  return {
    'model/list': ({ cursor, limit }) => {
      const { data, nextCursor } = pageOf([fakeModel], { cursor, limit });
      return { data, nextCursor };
    },
  };
}
