using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.ApplicationAutoScaling;

public class PolicyType(string value) : ConstantClass(value)
{
    public static readonly PolicyType StepScaling = new("StepScaling");
    public static readonly PolicyType TargetTrackingScaling = new("TargetTrackingScaling");
    public static readonly PolicyType PredictiveScaling = new("PredictiveScaling");

    public static PolicyType FindValue(string value) => FindValue<PolicyType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator PolicyType?(string? value) => FindValue<PolicyType>(value);
}

public class AdjustmentType(string value) : ConstantClass(value)
{
    public static readonly AdjustmentType ChangeInCapacity = new("ChangeInCapacity");
    public static readonly AdjustmentType PercentChangeInCapacity = new("PercentChangeInCapacity");
    public static readonly AdjustmentType ExactCapacity = new("ExactCapacity");

    public static AdjustmentType FindValue(string value) => FindValue<AdjustmentType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator AdjustmentType?(string? value) => FindValue<AdjustmentType>(value);
}

public class MetricAggregationType(string value) : ConstantClass(value)
{
    public static readonly MetricAggregationType Average = new("Average");
    public static readonly MetricAggregationType Minimum = new("Minimum");
    public static readonly MetricAggregationType Maximum = new("Maximum");

    public static MetricAggregationType FindValue(string value) => FindValue<MetricAggregationType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator MetricAggregationType?(string? value) => FindValue<MetricAggregationType>(value);
}

public class MetricType(string value) : ConstantClass(value)
{
    public static readonly MetricType DynamoDBReadCapacityUtilization = new("DynamoDBReadCapacityUtilization");
    public static readonly MetricType DynamoDBWriteCapacityUtilization = new("DynamoDBWriteCapacityUtilization");
    public static readonly MetricType ALBRequestCountPerTarget = new("ALBRequestCountPerTarget");
    public static readonly MetricType RDSReaderAverageCPUUtilization = new("RDSReaderAverageCPUUtilization");
    public static readonly MetricType RDSReaderAverageDatabaseConnections = new("RDSReaderAverageDatabaseConnections");
    public static readonly MetricType EC2SpotFleetRequestAverageCPUUtilization = new("EC2SpotFleetRequestAverageCPUUtilization");
    public static readonly MetricType EC2SpotFleetRequestAverageNetworkIn = new("EC2SpotFleetRequestAverageNetworkIn");
    public static readonly MetricType EC2SpotFleetRequestAverageNetworkOut = new("EC2SpotFleetRequestAverageNetworkOut");
    public static readonly MetricType SageMakerVariantInvocationsPerInstance = new("SageMakerVariantInvocationsPerInstance");
    public static readonly MetricType ECSServiceAverageCPUUtilization = new("ECSServiceAverageCPUUtilization");
    public static readonly MetricType ECSServiceAverageMemoryUtilization = new("ECSServiceAverageMemoryUtilization");
    public static readonly MetricType AppStreamAverageCapacityUtilization = new("AppStreamAverageCapacityUtilization");
    public static readonly MetricType ComprehendInferenceUtilization = new("ComprehendInferenceUtilization");
    public static readonly MetricType LambdaProvisionedConcurrencyUtilization = new("LambdaProvisionedConcurrencyUtilization");
    public static readonly MetricType CassandraReadCapacityUtilization = new("CassandraReadCapacityUtilization");
    public static readonly MetricType CassandraWriteCapacityUtilization = new("CassandraWriteCapacityUtilization");
    public static readonly MetricType KafkaBrokerStorageUtilization = new("KafkaBrokerStorageUtilization");
    public static readonly MetricType ElastiCacheEngineCPUUtilization = new("ElastiCacheEngineCPUUtilization");
    public static readonly MetricType ElastiCacheDatabaseMemoryUsagePercentage = new("ElastiCacheDatabaseMemoryUsagePercentage");
    public static readonly MetricType ElastiCachePrimaryEngineCPUUtilization = new("ElastiCachePrimaryEngineCPUUtilization");
    public static readonly MetricType ElastiCacheReplicaEngineCPUUtilization = new("ElastiCacheReplicaEngineCPUUtilization");
    public static readonly MetricType ElastiCacheDatabaseMemoryUsageCountedForEvictPercentage = new("ElastiCacheDatabaseMemoryUsageCountedForEvictPercentage");
    public static readonly MetricType NeptuneReaderAverageCPUUtilization = new("NeptuneReaderAverageCPUUtilization");
    public static readonly MetricType SageMakerVariantProvisionedConcurrencyUtilization = new("SageMakerVariantProvisionedConcurrencyUtilization");
    public static readonly MetricType ElastiCacheDatabaseCapacityUsageCountedForEvictPercentage = new("ElastiCacheDatabaseCapacityUsageCountedForEvictPercentage");
    public static readonly MetricType SageMakerInferenceComponentInvocationsPerCopy = new("SageMakerInferenceComponentInvocationsPerCopy");
    public static readonly MetricType WorkSpacesAverageUserSessionsCapacityUtilization = new("WorkSpacesAverageUserSessionsCapacityUtilization");
    public static readonly MetricType SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution = new("SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution");
    public static readonly MetricType SageMakerVariantConcurrentRequestsPerModelHighResolution = new("SageMakerVariantConcurrentRequestsPerModelHighResolution");

    public static MetricType FindValue(string value) => FindValue<MetricType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator MetricType?(string? value) => FindValue<MetricType>(value);
}

public class MetricStatistic(string value) : ConstantClass(value)
{
    public static readonly MetricStatistic Average = new("Average");
    public static readonly MetricStatistic Minimum = new("Minimum");
    public static readonly MetricStatistic Maximum = new("Maximum");
    public static readonly MetricStatistic SampleCount = new("SampleCount");
    public static readonly MetricStatistic Sum = new("Sum");

    public static MetricStatistic FindValue(string value) => FindValue<MetricStatistic>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator MetricStatistic?(string? value) => FindValue<MetricStatistic>(value);
}
