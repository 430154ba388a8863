import assert from 'node:assert/strict';
import { ModelRegistry } from '../../../../src/core/models/registry';
import { ids, model, registry } from './samples';

const account = '123456789012';
const arn = (rest: string): string => `arn:aws:bedrock:us-west-2:${account}:${rest}`;

describe('ModelRegistry', () => {
  const core = model('stableImageCore');

  it('is a programming error with two models of one id', () => {
    assert.throws(() => new ModelRegistry([core, core]), TypeError);
    const other = { ...core, id: 'stability.other-v1:0', profileIds: [core.id] };
    assert.throws(() => new ModelRegistry([core, other]), TypeError);
  });

  describe('find', () => {
    it('knows a model by its id, behind each profile prefix, and in an ARN', () => {
      const prefixes = ['us', 'us-gov', 'eu', 'apac', 'jp', 'au', 'ca', 'global'];
      for (const id of [
        core.id,
        ...prefixes.map((prefix) => `${prefix}.${core.id}`),
        `arn:aws:bedrock:us-west-2::foundation-model/${core.id}`,
        `arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/${core.id}`,
        arn(`inference-profile/us.${core.id}`),
      ]) {
        assert.equal(registry.find(id), core, id);
      }
    });

    it('knows a profile id of the table', () => {
      const profiled = { ...core, profileIds: ['us.stability.by-profile-v1:0'] };
      const small = new ModelRegistry([profiled]);
      assert.equal(small.find('us.stability.by-profile-v1:0'), profiled);
      assert.equal(small.find(arn('inference-profile/us.stability.by-profile-v1:0')), profiled);
    });

    it('does not know what only resembles an id', () => {
      for (const id of [
        '',
        'us.',
        `xx.${core.id}`,
        `us.us.${core.id}`,
        `${core.id} `,
        core.id.slice(0, -1),
      ]) {
        assert.equal(registry.find(id), undefined, id);
      }
    });
  });

  describe('resolve', () => {
    it('finds every model of the table', () => {
      for (const id of Object.values(ids)) assert.equal(registry.resolve(id).kind, 'known', id);
    });

    it('guesses a newer or older version of a family by its name', () => {
      for (const [id, family] of [
        ['amazon.nova-canvas-v2:0', 'amazonImage'],
        ['amazon.titan-image-generator-v3', 'amazonImage'],
        ['stability.stable-image-core-v1:0', 'stabilityText'],
        ['stability.stable-image-ultra-v2:0', 'stabilityText'],
        ['stability.sd3-large-v1:0', 'stabilityText'],
        ['us.stability.sd3-5-large-v2:0', 'stabilityText'],
      ] as const) {
        const resolved = registry.resolve(id);
        assert.equal(resolved.kind, 'guessed', id);
        if (resolved.kind !== 'guessed') continue;
        assert.deepEqual([resolved.model.id, resolved.model.family], [id, family]);
      }
    });

    it('takes a newer version of an image service for what the service does, without its price', () => {
      const known = model('inpaint');
      for (const id of ['stability.stable-image-inpaint-v1:1', 'us.stability.stable-image-inpaint-v2:0']) {
        const resolved = registry.resolve(id);
        assert.ok(resolved.kind === 'guessed', id);
        const { model: guessed } = resolved;
        assert.equal(guessed.id, id);
        for (const key of ['family', 'tasks', 'areas', 'inputs', 'options', 'prompt'] as const) {
          assert.deepEqual(guessed[key], known[key], key);
        }
        assert.deepEqual([guessed.price, guessed.profileIds, guessed.regions], [undefined, [], []]);
      }
    });

    it('cannot tell by the family alone which image service stands behind an ARN', () => {
      const id = arn('application-inference-profile/a1b2c3');
      assert.deepEqual(registry.resolve(id, { [id]: 'stabilityService' }), { kind: 'needsFamily', id });
    });

    it('guesses by the id that stands in an ARN', () => {
      const resolved = registry.resolve(
        'arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-canvas-v2:0',
      );
      assert.equal(resolved.kind === 'guessed' && resolved.model.id, 'amazon.nova-canvas-v2:0');
    });

    it('does not guess models that speak another language', () => {
      for (const id of [
        'stability.stable-diffusion-xl-v1',
        'stability.stable-image-outpaint-v1:0',
        'stability.stable-image-relight-v1:0',
        'us.stability.stable-fast-upscale',
        'stability.stable-fast-upscale-v1:0:8k',
        'amazon.nova-reel-v1:1',
        'amazon.nova-2-omni-v1:0',
        'amazon.titan-embed-image-v1',
        'anthropic.claude-haiku-5-5',
        'not.amazon.nova-canvas-v2:0',
        '',
        arn('prompt-router/abc'),
        arn('provisioned-model/'),
        'constructor',
        '__proto__',
      ]) {
        assert.deepEqual(registry.resolve(id), { kind: 'unknown', id });
      }
    });

    const opaque = [
      arn('application-inference-profile/a1b2c3'),
      arn('provisioned-model/a1b2c3'),
      arn('custom-model/amazon.titan-image-generator-v1:0/a1b2c3'),
      arn('custom-model-deployment/a1b2c3'),
      arn('imported-model/a1b2c3'),
    ];

    it('asks for the family behind an ARN that does not tell', () => {
      for (const id of opaque) assert.deepEqual(registry.resolve(id), { kind: 'needsFamily', id });
    });

    it('takes the answer of the user for that ARN alone, and invokes the ARN', () => {
      const [first = '', second = ''] = opaque;
      const named = { [first]: 'amazonImage' } as const;
      const resolved = registry.resolve(first, named);
      assert.ok(resolved.kind === 'guessed');
      assert.deepEqual([resolved.model.id, resolved.model.family], [first, 'amazonImage']);
      assert.equal(registry.resolve(second, named).kind, 'needsFamily');
    });

    it('shows no account number in the name of a model', () => {
      const [id = ''] = opaque;
      const resolved = registry.resolve(id, { [id]: 'stabilityText' });
      assert.equal(resolved.kind === 'guessed' && resolved.model.name, 'a1b2c3');
    });

    it('keeps to the table where the user named a family for one of its models', () => {
      const resolved = registry.resolve(model('novaCanvas').id, {
        [model('novaCanvas').id]: 'stabilityText',
      });
      assert.deepEqual(resolved, { kind: 'known', model: model('novaCanvas') });
    });
  });
});
