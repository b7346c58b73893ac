import {
  embed,
  geglu,
  type RotaryAngles,
  rmsNorm,
  rotaryAngles,
  softCap,
  standardize,
  swiglu,
} from '@lethe/runtime';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { attend } from './attend.js';
import type { ForwardPass, RowOptions } from './forward-pass.js';
import type { GatedDecoderConfig } from './gated-config.js';
import { type GatedDesign, type GatedLayer, gatedHeadWeight, normBeforeMlp } from './gated-design.js';
import { linear } from './linear.js';
import { type Params, param, readOut } from './params.js';
import { type RotaryConfig, rotaryFrequencies } from './rotary-config.js';

// Shapes: B batch, T time, C width, D width of a head, M hidden width of the MLP.
// Matrix products take B and T as one axis of rows.

/** The forward pass of a gated decoder. */
export function gatedForward<Config extends GatedDecoderConfig>(
  design: GatedDesign<Config>,
): ForwardPass<Config> {
  return {
    hiddenStates(params, tokens, config, options) {
      const [batch, time] = tokens.shape;
      const block: Block<Config> = { params, config, design, batch, angles: anglesOfRows(time), options };
      let x: Tensor2D = embed(param(params, 'model.embed_tokens.weight'), tokens.as1D()); // [B*T, C]
      if (design.embeddingScale) x = x.mul(design.embeddingScale(config));
      for (let layer = 0; layer < config.layers; layer++) {
        const name = `model.layers.${layer}`;
        const after = (side: string, y: Tensor2D): Tensor2D =>
          design.normAfter ? norm(block, `${name}.post_${side}_layernorm`, y) : y;
        const mixed = attention(block, layer, norm(block, `${name}.input_layernorm`, x));
        x = x.add(after('attention', mixed));
        const hidden = mlp(block, `${name}.mlp`, norm(block, normBeforeMlp(name, design), x));
        x = x.add(after('feedforward', hidden));
      }
      return norm(block, 'model.norm', x).as3D(batch, time, config.width);
    },

    head(params, hidden, config) {
      const logits = readOut(params, hidden, gatedHeadWeight(config)); // [rows, V]
      const cap = design.logitCap?.(config) ?? null;
      return cap === null ? logits : softCap(logits, cap);
    },
  };
}

/** The angles of `time` positions, computed once for all layers that share their rotary configuration. */
function anglesOfRows(time: number): (rotary: RotaryConfig) => RotaryAngles {
  const known = new Map<RotaryConfig, RotaryAngles>();
  return (rotary) => {
    const angles = known.get(rotary) ?? rotaryAngles(rotaryFrequencies(rotary), time);
    known.set(rotary, angles);
    return angles;
  };
}

/** Context of all parts of a block. */
interface Block<Config extends GatedDecoderConfig> {
  params: Params;
  config: Config;
  design: GatedDesign<Config>;
  batch: number;
  angles: (rotary: RotaryConfig) => RotaryAngles;
  options: RowOptions;
}

/** [B*T, C] -> [B*T, C] */
function attention<Config extends GatedDecoderConfig>(
  block: Block<Config>,
  layer: number,
  x: Tensor2D,
): Tensor2D {
  const { params, config, design, batch, angles } = block;
  const name = `model.layers.${layer}.self_attn`;
  const clip = design.clip?.(config) ?? null;
  const [q, k, v] = ['q', 'k', 'v'].map((part) => {
    const projected = linear(params, `${name}.${part}_proj`, x);
    const clipped = clip === null ? projected : tf.clipByValue(projected, -clip, clip);
    if (!design.queryKeyNorm || part === 'v') return clipped;
    const heads = clipped.as2D(clipped.size / config.headWidth, config.headWidth); // [B*T*H, D]
    return norm(block, `${name}.${part}_norm`, heads).as2D(...clipped.shape);
  });
  const { window, rotary }: GatedLayer = design.layer?.(config, layer) ?? {
    window: null,
    rotary: config.rotary,
  };
  const mixed = attend(q!, k!, v!, {
    batch,
    heads: config.heads,
    keyValueHeads: config.keyValueHeads,
    angles: angles(rotary),
    documents: block.options.documents,
    window,
    softCap: design.scoreCap?.(config),
    scale: design.scoreScale?.(config),
  });
  return linear(params, `${name}.o_proj`, mixed);
}

/** [B*T, C] -> [B*T, C] */
function mlp<Config extends GatedDecoderConfig>(
  { params, design }: Block<Config>,
  name: string,
  x: Tensor2D,
): Tensor2D {
  const unit = design.activation === 'gelu-tanh' ? geglu : swiglu;
  const gate = linear(params, `${name}.gate_proj`, x); // [B*T, M]
  return linear(params, `${name}.down_proj`, unit(gate, linear(params, `${name}.up_proj`, x)));
}

/** Normalises rows, float32 [rows, n], with the gain of this layer. */
function norm<Config extends GatedDecoderConfig>(
  { params, config, design }: Block<Config>,
  name: string,
  x: Tensor2D,
): Tensor2D {
  const rms = design.rmsNorm?.(config);
  if (!rms) return standardize(x);
  const stored: Tensor = param(params, `${name}.weight`);
  return rmsNorm(x, rms.offset === 0 ? stored : stored.add(rms.offset), rms.epsilon);
}
