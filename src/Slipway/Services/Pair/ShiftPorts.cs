using Slipway.Gates;
using Slipway.Output;
using Slipway.Traffic;

namespace Slipway.Services.Pair;

/// <summary>What a shift asks and tells.</summary>
internal sealed record ShiftPorts(IWeights Weights, ITargetHealth Health, JudgeGates Judge, AskPerson Ask, IOutput Output, Tempo Tempo, TimeProvider Time);
