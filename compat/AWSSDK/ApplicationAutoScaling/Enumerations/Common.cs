using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.ApplicationAutoScaling;

public class ServiceNamespace(string value) : ConstantClass(value)
{
    public static readonly ServiceNamespace Ecs = new("ecs");
    public static readonly ServiceNamespace Elasticmapreduce = new("elasticmapreduce");
    public static readonly ServiceNamespace Ec2 = new("ec2");
    public static readonly ServiceNamespace Appstream = new("appstream");
    public static readonly ServiceNamespace Dynamodb = new("dynamodb");
    public static readonly ServiceNamespace Rds = new("rds");
    public static readonly ServiceNamespace Sagemaker = new("sagemaker");
    public static readonly ServiceNamespace CustomResource = new("custom-resource");
    public static readonly ServiceNamespace Comprehend = new("comprehend");
    public static readonly ServiceNamespace Lambda = new("lambda");
    public static readonly ServiceNamespace Cassandra = new("cassandra");
    public static readonly ServiceNamespace Kafka = new("kafka");
    public static readonly ServiceNamespace Elasticache = new("elasticache");
    public static readonly ServiceNamespace Neptune = new("neptune");
    public static readonly ServiceNamespace Workspaces = new("workspaces");

    public static ServiceNamespace FindValue(string value) => FindValue<ServiceNamespace>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ServiceNamespace?(string? value) => FindValue<ServiceNamespace>(value);
}

public class ScalableDimension(string value) : ConstantClass(value)
{
    public static readonly ScalableDimension EcsServiceDesiredCount = new("ecs:service:DesiredCount");
    public static readonly ScalableDimension Ec2SpotFleetRequestTargetCapacity = new("ec2:spot-fleet-request:TargetCapacity");
    public static readonly ScalableDimension ElasticmapreduceInstancegroupInstanceCount = new("elasticmapreduce:instancegroup:InstanceCount");
    public static readonly ScalableDimension AppstreamFleetDesiredCapacity = new("appstream:fleet:DesiredCapacity");
    public static readonly ScalableDimension DynamodbTableReadCapacityUnits = new("dynamodb:table:ReadCapacityUnits");
    public static readonly ScalableDimension DynamodbTableWriteCapacityUnits = new("dynamodb:table:WriteCapacityUnits");
    public static readonly ScalableDimension DynamodbIndexReadCapacityUnits = new("dynamodb:index:ReadCapacityUnits");
    public static readonly ScalableDimension DynamodbIndexWriteCapacityUnits = new("dynamodb:index:WriteCapacityUnits");
    public static readonly ScalableDimension RdsClusterReadReplicaCount = new("rds:cluster:ReadReplicaCount");
    public static readonly ScalableDimension SagemakerVariantDesiredInstanceCount = new("sagemaker:variant:DesiredInstanceCount");
    public static readonly ScalableDimension CustomResourceResourceTypeProperty = new("custom-resource:ResourceType:Property");
    public static readonly ScalableDimension ComprehendDocumentClassifierEndpointDesiredInferenceUnits = new("comprehend:document-classifier-endpoint:DesiredInferenceUnits");
    public static readonly ScalableDimension ComprehendEntityRecognizerEndpointDesiredInferenceUnits = new("comprehend:entity-recognizer-endpoint:DesiredInferenceUnits");
    public static readonly ScalableDimension LambdaFunctionProvisionedConcurrency = new("lambda:function:ProvisionedConcurrency");
    public static readonly ScalableDimension CassandraTableReadCapacityUnits = new("cassandra:table:ReadCapacityUnits");
    public static readonly ScalableDimension CassandraTableWriteCapacityUnits = new("cassandra:table:WriteCapacityUnits");
    public static readonly ScalableDimension KafkaBrokerStorageVolumeSize = new("kafka:broker-storage:VolumeSize");
    public static readonly ScalableDimension ElasticacheCacheClusterNodes = new("elasticache:cache-cluster:Nodes");
    public static readonly ScalableDimension ElasticacheReplicationGroupNodeGroups = new("elasticache:replication-group:NodeGroups");
    public static readonly ScalableDimension ElasticacheReplicationGroupReplicas = new("elasticache:replication-group:Replicas");
    public static readonly ScalableDimension NeptuneClusterReadReplicaCount = new("neptune:cluster:ReadReplicaCount");
    public static readonly ScalableDimension SagemakerVariantDesiredProvisionedConcurrency = new("sagemaker:variant:DesiredProvisionedConcurrency");
    public static readonly ScalableDimension SagemakerInferenceComponentDesiredCopyCount = new("sagemaker:inference-component:DesiredCopyCount");
    public static readonly ScalableDimension WorkspacesWorkspacespoolDesiredUserSessions = new("workspaces:workspacespool:DesiredUserSessions");

    public static ScalableDimension FindValue(string value) => FindValue<ScalableDimension>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ScalableDimension?(string? value) => FindValue<ScalableDimension>(value);
}
