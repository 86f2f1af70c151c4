#include "provider.h"

int main(int argc, char **argv)
{
    return tf_serve(&langgraph_provider, argc, argv);
}
