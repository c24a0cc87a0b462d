using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.ApplicationAutoScaling;

public class PredictiveScalingMode(string value) : ConstantClass(value)
{
    public static readonly PredictiveScalingMode ForecastOnly = new("ForecastOnly");
    public static readonly PredictiveScalingMode ForecastAndScale = new("ForecastAndScale");

    public static PredictiveScalingMode FindValue(string value) => FindValue<PredictiveScalingMode>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator PredictiveScalingMode?(string? value) => FindValue<PredictiveScalingMode>(value);
}

public class PredictiveScalingMaxCapacityBreachBehavior(string value) : ConstantClass(value)
{
    public static readonly PredictiveScalingMaxCapacityBreachBehavior HonorMaxCapacity = new("HonorMaxCapacity");
    public static readonly PredictiveScalingMaxCapacityBreachBehavior IncreaseMaxCapacity = new("IncreaseMaxCapacity");

    public static PredictiveScalingMaxCapacityBreachBehavior FindValue(string value) => FindValue<PredictiveScalingMaxCapacityBreachBehavior>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator PredictiveScalingMaxCapacityBreachBehavior?(string? value) => FindValue<PredictiveScalingMaxCapacityBreachBehavior>(value);
}
